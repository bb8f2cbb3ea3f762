package dev.earshot.clinic.logs;

import java.util.List;

/// The plan of an investigation of the hospital's past.
final class PastPlan {
    private PastPlan() {}

    static List<String> lines() {
        return """
                investigation: Website trackers, July 2023 to March 2024
                entity: Clinic Example Health
                period:
                  from: %s
                  to: %s
                  zone: America/Los_Angeles
                hosts: [www.clinic.example, portal.clinic.example, doctors.clinic.example, health.clinic.example, appointments.clinic.example]

                logs:
                  # The public site, facing the internet until the end of September.
                  - files: logs/www/facing/*.gz
                    format: combined
                    host: www.clinic.example
                  # Behind another company's network since, which says whom it asks for.
                  - files: logs/www/behind/*.gz
                    pattern: '%s'
                    host: www.clinic.example
                    session-cookie: hospital_session
                    trusted-proxies: [198.51.100.0/28]
                  # The patient portal; times without an offset until the end of September.
                  - files: logs/portal/*.json.gz
                    format: json
                    zone: America/Los_Angeles
                    fields:
                      time: time
                      address: client
                      host: http.host
                      method: http.method
                      path: http.target
                      status: http.status
                      agent: http.agent
                      user: user
                      session: session
                  # The physician directory.
                  - files: logs/doctors/*.log
                    format: iis
                    host: doctors.clinic.example
                    session-cookie: hospital_session
                  # The health encyclopedia.
                  - files: logs/health/*.gz
                    format: cloudfront
                    session-cookie: hospital_session
                  # Booking.
                  - files: logs/appointments/*.gz
                    format: alb

                rules:
                  visit-gap: 30m
                  unreadable-share: 1%%
                  bots: [ClinicSearchIndexer]
                  health-checks: [/healthz]
                  internal: [192.0.2.0/24]
                  statuses: [200-299, 304]
                  ignore-paths: [/api/keep-alive]

                tag-history:
                  - gtm: tags/GTM-CLIN1_v*.json
                    published:
                      32: %s
                      33: %s
                      34: %s
                      35: %s
                      36: %s
                  - gtm-js: tags/GTM-CLIN1-*.js
                  - statement: The words of a search stand in the address that Google's tag tells.
                    vendor: Google LLC
                    tracker: Google Analytics 4 (gtag.js / web)
                    elements: [search-terms]
                    hosts: [health.clinic.example]
                    pages: [/search]
                    from: %s
                    to: %s
                    by: Head of digital services
                    because: recorded in the vendor's own reports
                    certainty: certain
                  - statement: The words of a search stand in the address that Microsoft's tag tells.
                    vendor: Microsoft Corporation
                    tracker: Microsoft Advertising Universal Event Tracking (UET)
                    elements: [search-terms]
                    hosts: [health.clinic.example]
                    pages: [/search]
                    from: %s
                    to: %s
                    by: Head of digital services
                    because: recorded in the vendor's own reports
                    certainty: certain
                  - statement: On pages that only who is signed in can see, the address alone says so.
                    vendor: Meta Platforms, Inc.
                    tracker: Meta (Facebook) Pixel
                    elements: [signed-in-state]
                    hosts: [portal.clinic.example]
                    pages: [/home, /visits/**]
                    from: %s
                    to: %s
                    by: Head of digital services
                    because: the portal answers others with a redirect
                    certainty: certain
                  - statement: Microsoft's tag stood in the template of the physician directory.
                    vendor: Microsoft Corporation
                    tracker: Microsoft Advertising Universal Event Tracking (UET)
                    elements: [page-visited, ip-address, health-context]
                    hosts: [doctors.clinic.example]
                    pages: [/find-a-doctor/**]
                    from: %s
                    to: %s
                    by: Owner of the physician directory
                    because: two commits of the template, with their times of release
                    certainty: certain
                  - statement: The agency believes that X's tag was on the pages for messages too.
                    vendor: X Corp.
                    tracker: X (Twitter) Ads pixel / conversion tracking
                    elements: [page-visited, ip-address]
                    hosts: [portal.clinic.example]
                    pages: [/secure/messages/**]
                    from: %s
                    to: %s
                    by: Account manager of the agency
                    because: remembered in an interview
                    certainty: assumed

                identity:
                  - users: identity/users.csv
                    fields: {user: login, member: member}
                  - logins: identity/logins.csv
                    fields: {time: signed_in, until: signed_out, user: login, member: member, session: session, address: address, agent: browser}
                  - audit: identity/portal-audit.csv
                    zone: America/Los_Angeles
                    fields: {time: occurred, session: session, user: account, patient: patient, event: action, address: address}
                  - traces: identity/bookings.csv
                    fields: {time: occurred, trace: trace, member: member}

                members:
                  - files: members/members.csv
                    fields:
                      member: MEMBER_ID
                      given-name: FIRST_NAME
                      family-name: LAST_NAME
                      birth-date: BIRTH_DATE
                      address: STREET
                      city: CITY
                      postal-code: ZIP
                      state: STATE
                      country: COUNTRY
                      email: EMAIL
                      language: LANGUAGE
                      channel: CHANNEL
                      since: MEMBER_SINCE
                      until: MEMBER_UNTIL
                      deceased: DECEASED
                      guardian: GUARDIAN
                      merged-into: MERGED_INTO
                      updated: UPDATED
                """.formatted(
                Calendar.PERIOD_FROM,
                Calendar.PERIOD_TO,
                Wording.WWW_FORMAT,
                Calendar.VERSION_32,
                Calendar.VERSION_33,
                Calendar.VERSION_34,
                Calendar.VERSION_35,
                Calendar.VERSION_36,
                Calendar.VERSION_33,
                Calendar.VERSION_36,
                Calendar.VERSION_34,
                Calendar.VERSION_36,
                Calendar.VERSION_35,
                Calendar.VERSION_36,
                Calendar.HARD_CODED_FROM,
                Calendar.HARD_CODED_TO,
                Calendar.BELIEVED_FROM,
                Calendar.VERSION_36).lines().toList();
    }
}
