package dev.lockstep.cli;

import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.WholeFile;
import dev.lockstep.validation.Validation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Verdicts in the XML of JUnit, which build servers show: a suite for each log, a case for each
 * run. A violated run has failed; a run without a verdict and a log that cannot be read are errors.
 */
final class JUnitXml {

  private JUnitXml() {}

  /** Writes what comes between the first and the last tag. */
  private interface Suites {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  /** Writes {@code file} as a whole, or not at all. */
  static void write(Path file, List<LogReport> reports) throws IOException, InputException {
    write(
        file,
        xml -> {
          for (LogReport report : reports) {
            suite(xml, report);
          }
        });
  }

  /** Writes {@code file} as a whole, or not at all: one suite, a case for each history. */
  static void writeHistories(
      Path file, List<HistoryReport> reports, List<InputException> unreadable)
      throws IOException, InputException {
    write(file, xml -> histories(xml, reports, unreadable));
  }

  private static void write(Path file, Suites suites) throws IOException, InputException {
    OutputFile.check(file);
    WholeFile.write(file, output -> write(output, suites));
  }

  private static void write(OutputStream output, Suites suites) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(output, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      suites.write(xml);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("the report cannot be written: " + e.getMessage(), e);
    }
  }

  private static void suite(XMLStreamWriter xml, LogReport report) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(report.name()));
    attribute(xml, "tests", report.runs().size() + (report.error().isPresent() ? 1 : 0));
    attribute(xml, "failures", count(report, Verdict.VIOLATED));
    attribute(
        xml, "errors", count(report, Verdict.INCONCLUSIVE) + (report.error().isPresent() ? 1 : 0));
    attribute(xml, "skipped", 0);
    xml.writeAttribute(
        "time",
        seconds(
            report.runs().stream()
                .map(run -> run.validation().elapsed())
                .reduce(Duration.ZERO, Duration::plus)));
    for (RunReport run : report.runs()) {
      Validation validation = run.validation();
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", clean(report.name()));
      xml.writeAttribute("name", "run " + run.number());
      xml.writeAttribute("time", seconds(validation.elapsed()));
      if (validation.stopped().isPresent()) {
        Validation.Stop stop = validation.stopped().get();
        problem(
            xml,
            "failure",
            stop.reason().kind(),
            stop.reason().sentence(),
            ValidationText.plain(report.name(), run));
      } else if (validation.exhausted().isPresent()) {
        problem(xml, "error", "inconclusive", validation.exhausted().get(), "");
      }
      xml.writeEndElement();
    }
    if (report.error().isPresent()) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", clean(report.name()));
      xml.writeAttribute("name", "readable");
      problem(xml, "error", "bad-input", String.valueOf(report.error().get().getMessage()), "");
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void histories(
      XMLStreamWriter xml, List<HistoryReport> reports, List<InputException> unreadable)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "histories");
    attribute(xml, "tests", reports.size() + unreadable.size());
    attribute(xml, "failures", count(reports, Verdict.VIOLATED));
    attribute(xml, "errors", count(reports, Verdict.INCONCLUSIVE) + unreadable.size());
    attribute(xml, "skipped", 0);
    for (HistoryReport report : reports) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "history");
      xml.writeAttribute("name", clean(report.name()));
      xml.writeAttribute("time", seconds(report.elapsed()));
      if (report.verdict() != Verdict.HOLDS) {
        problem(
            xml,
            report.verdict() == Verdict.VIOLATED ? "failure" : "error",
            report.verdict().name().toLowerCase(Locale.ROOT),
            report.lines().isEmpty() ? "" : report.lines().getFirst().strip(),
            String.join("\n", report.lines()));
      }
      xml.writeEndElement();
    }
    for (InputException failure : unreadable) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "history");
      xml.writeAttribute("name", clean(failure.file()));
      problem(xml, "error", "bad-input", Failures.text(failure), "");
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static long count(List<HistoryReport> reports, Verdict verdict) {
    return reports.stream().filter(report -> report.verdict() == verdict).count();
  }

  private static long count(LogReport report, Verdict verdict) {
    return report.runs().stream().filter(run -> run.validation().verdict() == verdict).count();
  }

  private static void problem(
      XMLStreamWriter xml, String element, String type, String message, String text)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("type", type);
    xml.writeAttribute("message", clean(message));
    xml.writeCharacters(clean(text));
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, long value)
      throws XMLStreamException {
    xml.writeAttribute(name, Long.toString(value));
  }

  private static String seconds(Duration elapsed) {
    return String.format(Locale.ROOT, "%.3f", elapsed.toMillis() / 1000.0);
  }

  /** Logs may contain what XML cannot. */
  private static String clean(String text) {
    return text.codePoints()
        .map(point -> isXml(point) ? point : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isXml(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
