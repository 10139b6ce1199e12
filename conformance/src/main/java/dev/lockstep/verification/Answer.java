package dev.lockstep.verification;

import dev.lockstep.mutants.KillMatrix;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to one question about one protocol. Every figure was computed for it.
 *
 * @param protocol the name of the protocol
 * @param verdict holds if all is as it should be: a twin that is refuted as expected holds
 * @param summary the figures in a sentence
 * @param figures the figures for programs: numbers, and maps of numbers
 * @param problems one sentence for each thing that is not as it should be
 * @param matrix which layer finds which mutant, if that was the question
 * @param work how much time it took, without waiting for other answers
 */
public record Answer(
    String protocol,
    Question question,
    Verdict verdict,
    String summary,
    Map<String, Object> figures,
    List<String> problems,
    Optional<KillMatrix> matrix,
    Duration work) {

  /** Copies the collections; the order of the figures is kept. */
  public Answer {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    problems = List.copyOf(problems);
  }
}
