package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was found about one history, ready to be printed.
 *
 * @param figures how much was looked at, in a few words
 * @param lines the reason, as lines of text
 * @param json the same for programs
 * @param picture the operations that matter, as SVG
 */
record HistoryReport(
    String name,
    Verdict verdict,
    String figures,
    List<String> lines,
    ObjectNode json,
    Optional<String> picture,
    Duration elapsed) {}
