package dev.lockstep.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads {@code --format inria} as {@code --input-format inria}, where a verb has that option:
 * people say the one and mean the other, and but for {@code json} no format of logs is a format of
 * results.
 */
final class InputFormats implements IParameterPreprocessor {

  private static final String INPUT_FORMAT = "--input-format";

  @Override
  @SuppressWarnings("JdkObsolete") // the signature is picocli's
  public boolean preprocess(
      Stack<String> arguments, CommandSpec verb, ArgSpec option, Map<String, Object> info) {
    OptionSpec input = verb.findOption(INPUT_FORMAT);
    if (input == null || arguments.isEmpty() || !isInputFormat(arguments.peek())) {
      return false;
    }
    arguments.push(INPUT_FORMAT + "=" + arguments.pop());
    return true;
  }

  private static boolean isInputFormat(String word) {
    for (TraceInput.InputFormat format : TraceInput.InputFormat.values()) {
      if (format != TraceInput.InputFormat.JSON && format.name().equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }
}
