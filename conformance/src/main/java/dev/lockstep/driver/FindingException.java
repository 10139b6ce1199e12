package dev.lockstep.driver;

/** Ends a walk where code and spec part. */
final class FindingException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  FindingException(Finding finding) {
    super(finding.kind().sentence());
    this.finding = finding;
  }

  Finding finding() {
    return finding;
  }
}
