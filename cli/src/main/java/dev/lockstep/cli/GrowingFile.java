package dev.lockstep.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;

/**
 * A file that is still being written, as a stream: at its present end, reading waits for more. Ends
 * when nothing came for as long as it was told to wait. A file that becomes shorter, or that was
 * replaced by another of the same name, is an error: what was read from it no longer counts.
 */
final class GrowingFile extends InputStream {

  private static final long POLL_MILLIS = 50;

  private final Path file;
  private final FileChannel channel;
  private final Object identity;
  private final Duration patience;
  private final Runnable idle;
  private long position;

  /**
   * Opens the file.
   *
   * @param patience for how long nothing may come before the stream ends; negative for ever
   * @param idle is called now and then while nothing comes
   */
  GrowingFile(Path file, Duration patience, Runnable idle) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.identity = identity(file);
    this.patience = patience;
    this.idle = idle;
  }

  /** Where there are no file keys, any file of the name is the same. */
  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    long since = System.nanoTime();
    while (true) {
      int count = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
      if (count > 0) {
        position += count;
        return count;
      }
      checkSame();
      if (!patience.isNegative() && System.nanoTime() - since > patience.toNanos()) {
        return -1;
      }
      idle.run();
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + file);
      }
    }
  }

  private void checkSame() throws IOException {
    if (channel.size() < position) {
      throw new EOFException(
          "the file has become shorter; start again to watch it from its beginning");
    }
    if (!Files.exists(file) || !identity(file).equals(identity)) {
      throw new EOFException(
          "the file was removed or replaced by another of the same name; start again to watch that"
              + " one");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
