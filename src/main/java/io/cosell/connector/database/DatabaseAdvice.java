package io.cosell.connector.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Whoever calls while the database refuses is told to come back: nothing was stored. */
@RestControllerAdvice
class DatabaseAdvice {
  private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);
  private static final String RETRY_AFTER_SECONDS = "10";

  private final DatabaseWatch database;

  DatabaseAdvice(DatabaseWatch database) {
    this.database = database;
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessResourceException.class,
    RecoverableDataAccessException.class,
    QueryTimeoutException.class,
    UncategorizedDataAccessException.class,
    CannotCreateTransactionException.class,
    TransactionSystemException.class
  })
  ResponseEntity<String> refuse(RuntimeException failure) {
    database.suspects(failure);
    log.debug("A call is refused because the database refuses", failure);
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body("the database refuses; nothing was stored, repeat the call later");
  }
}
