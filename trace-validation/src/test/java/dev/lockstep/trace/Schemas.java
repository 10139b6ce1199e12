package dev.lockstep.trace;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The published schemas. */
public final class Schemas {

  private Schemas() {}

  /** Reads a schema of the documentation. */
  public static JsonSchema read(String file) {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(Path.of("..", "docs", file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
