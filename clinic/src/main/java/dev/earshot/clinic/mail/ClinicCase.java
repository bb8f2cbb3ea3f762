package dev.earshot.clinic.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// What the pretend hospital's incident lead writes down once it is known who was affected.
public final class ClinicCase {
    private ClinicCase() {}

    /// Writes `case.yaml` into `folder`.
    ///
    /// @param investigation the folder of the investigation of its past
    /// @param discovered the day on which the trackers were found
    /// @param smtpPort where its mail server listens on this machine
    public static Path write(Path folder, Path investigation, LocalDate discovered, int smtpPort) {
        String text = """
                # The case of the pretend hospital: what happened, who it is, how its patients are told.
                case: Website trackers, July 2023 to March 2024
                kind: trackers
                investigation: %s
                zone: America/Los_Angeles

                entity:
                  name: Clinic Example Health
                  kinds: [hipaa-covered-entity, california-licensed-facility, business]
                  covered-entity-type: Healthcare Provider
                  address:
                    lines: [1 Example Plaza]
                    city: Example Falls
                    state: CA
                    postal-code: "94501"
                  contact:
                    person: Robin Example
                    email: privacy@clinic.example
                    phone: 555-0100
                    toll-free: 1-800-555-0199
                    tty: "711"
                    web: https://www.clinic.example/notice

                incident:
                  from: 2023-07-01
                  to: 2024-03-31
                  discovered: %s
                  determined: %s
                  detected: %s
                  not-involved: [user-name, password, ssn, financial-account, payment-card]
                  recipients:
                    - name: Meta Platforms, Inc.
                      contact: privacy@meta.example
                      received: true
                    - name: Google LLC
                      contact: privacy@google.example
                      received: true
                    - name: Microsoft Corporation
                      contact: privacy@microsoft.example
                      received: true
                    - name: X Corp.
                      contact: privacy@x.example
                      received: true
                  phi: true

                filings:
                  common:
                    what-we-are-doing:
                      - We removed the technologies from our websites and apps.
                      - We asked each recipient to delete what it got.
                      - We look at every new technology before it is used.
                    signatory: Robin Example, Privacy Officer
                    notice-start: %s
                    notice-end: %s
                    reply-by: %s
                  us-hhs:
                    filing-as: Covered Entity filing on behalf of its own organization
                    safeguards-prior:
                      - Privacy Rule Safeguards (Training, Policies and Procedures, etc.)
                    actions-taken:
                      - Implemented new technical safeguards
                      - Revised policies and procedures
                      - Took steps to mitigate harm
                    attested-by: Robin Example

                notices:
                  languages: [en, es, zh-Hans]
                  accept-drafts: [trackers.es, trackers.zh-Hans]

                mail:
                  host: 127.0.0.1
                  port: %d
                  tls: none
                  from: privacy@clinic.example
                  connections: 2

                print:
                  pages: 500
                """.formatted(
                        folder.toAbsolutePath().relativize(investigation.toAbsolutePath()),
                        discovered,
                        discovered.plusDays(3),
                        discovered,
                        discovered.plusDays(10),
                        discovered.plusDays(20),
                        discovered.plusDays(40),
                        smtpPort);
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("case.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
