package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever talks to the database keeps a contract, and the contract is kept on both databases. */
class BothDatabasesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");

  @Test
  void everyContractIsTriedOnBoth() throws IOException {
    var tests = names(TEST, "Test.java");

    assertThat(names(TEST, "Contract.java"))
        .isNotEmpty()
        .allSatisfy(
            contract ->
                assertThat(tests)
                    .contains(contract.replace("Contract", "OnH2Test"))
                    .contains(contract.replace("Contract", "OnPostgresTest")));
  }

  @Test
  void everyClassWithStatementsIsNamedByAContract() throws IOException {
    var contracts =
        files(TEST, "Contract.java").stream().map(this::text).collect(Collectors.joining());

    assertThat(files(MAIN, ".java"))
        .filteredOn(file -> text(file).contains("JdbcClient;"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(contracts).contains(name(file) + ".class"));
  }

  private static List<String> names(Path root, String ending) throws IOException {
    return files(root, ending).stream().map(BothDatabasesTest::name).toList();
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
