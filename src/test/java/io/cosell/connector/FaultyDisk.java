package io.cosell.connector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** The disk below an H2 file, which can be full or gone: {@code jdbc:h2:faulty:…}. */
public final class FaultyDisk extends FilePathWrapper {
  private static final AtomicReference<State> STATE = new AtomicReference<>(State.WELL);

  /** How the disk is. */
  public enum State {
    /** As it should be. */
    WELL,
    /** Reads, but nothing can be written. */
    FULL,
    /** Does not answer at all. */
    GONE
  }

  static {
    FilePath.register(new FaultyDisk());
  }

  /** The same address of an H2 file, on this disk. */
  public static String under(String url) {
    return url.replace("jdbc:h2:", "jdbc:h2:faulty:");
  }

  /** From now on every such disk is like this. */
  public static void is(State state) {
    STATE.set(state);
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    requireReadable();
    return new Channel(super.open(mode));
  }

  private static void requireReadable() throws IOException {
    if (STATE.get() == State.GONE) {
      throw new IOException("Input/output error");
    }
  }

  private static void requireWritable() throws IOException {
    requireReadable();
    if (STATE.get() == State.FULL) {
      throw new IOException("No space left on device");
    }
  }

  private static final class Channel extends FileBase {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      requireReadable();
      return file.read(target);
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
      requireReadable();
      return file.read(target, at);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      requireWritable();
      return file.write(source);
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
      requireWritable();
      return file.write(source, at);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long at) throws IOException {
      file.position(at);
      return this;
    }

    @Override
    public long size() throws IOException {
      requireReadable();
      return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      requireReadable();
      file.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      requireReadable();
      file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
