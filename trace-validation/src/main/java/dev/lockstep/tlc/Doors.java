package dev.lockstep.tlc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * TLC's doors to the JVM around it, closed. TLC is written to be alone in its JVM: where it cannot
 * go on it ends the JVM, it leaves threads behind, opens a port for its set of known states to be
 * asked from other machines, registers beans under fixed names, and lets the garbage collector
 * close files that are closed already. While a class of TLC is loaded, the JDK class behind such a
 * door is replaced by one of ours that behaves, or the method that the JVM calls gets another name;
 * no code of TLC is touched, only names.
 */
final class Doors {

  private static final String OURS = TlcClassLoader.ENGINE.replace('.', '/');
  private static final Map<String, String> END_OF_JVM =
      Map.of("java/lang/System", OURS + "CheckSystem");
  private static final Map<String, String> REMOTE =
      Map.of("java/rmi/server/UnicastRemoteObject", OURS + "CheckLocalObject");

  /**
   * A closed file gives its buffer to the next one. One that is closed once more, by the garbage
   * collector in the middle of another run, would give it to two.
   */
  private static final Map<String, String> GARBAGE_COLLECTOR = Map.of("finalize", "finalizeNever");

  private static final Map<String, Map<String, String>> DOORS =
      Map.of(
          "tlc2.tool.fp.FPSet", REMOTE,
          "tlc2.tool.fp.MultiFPSet", REMOTE,
          "tlc2.tool.fp.DiskFPSet", GARBAGE_COLLECTOR,
          "tlc2.tool.liveness.LiveCheck", END_OF_JVM,
          "tlc2.tool.liveness.LiveWorker",
              Map.of("java/util/concurrent/Executors", OURS + "CheckExecutors"),
          "tlc2.util.StatePoolReader", END_OF_JVM,
          "tlc2.util.StatePoolWriter", END_OF_JVM,
          "tlc2.tool.queue.StateQueue", END_OF_JVM,
          "tlc2.tool.queue.DiskStateQueue", END_OF_JVM,
          "tlc2.tool.management.TLCStandardMBean",
              Map.of("java/lang/management/ManagementFactory", OURS + "CheckBeans"));

  private static final int MAGIC = 0xCAFEBABE;
  private static final int UTF8 = 1;

  private Doors() {}

  /** Returns the bytes of the class {@code name} with its doors closed; most classes have none. */
  static byte[] close(String name, byte[] bytes) {
    Map<String, String> doors = DOORS.get(name);
    if (doors == null) {
      return bytes;
    }
    try {
      return rename(bytes, doors);
    } catch (IOException e) {
      throw new UncheckedIOException("the class " + name + " is malformed", e);
    }
  }

  /** Copies a class file and replaces whole strings in its table of constants. */
  private static byte[] rename(byte[] bytes, Map<String, String> names) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    ByteArrayOutputStream copy = new ByteArrayOutputStream(bytes.length + 64);
    DataOutputStream out = new DataOutputStream(copy);
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException("not a class file");
    }
    out.writeInt(magic);
    out.writeInt(in.readInt());
    int constants = in.readUnsignedShort();
    out.writeShort(constants);
    for (int i = 1; i < constants; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == UTF8) {
        String text = in.readUTF();
        out.writeUTF(names.getOrDefault(text, text));
        continue;
      }
      out.write(in.readNBytes(length(tag)));
      if (tag == 5 || tag == 6) {
        // A long or a double takes two places.
        i++;
      }
    }
    in.transferTo(out);
    return copy.toByteArray();
  }

  /** The length of a constant after its tag: JVM specification, section 4.4. */
  private static int length(int tag) throws IOException {
    return switch (tag) {
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IOException("an unknown kind of constant: " + tag);
    };
  }
}
