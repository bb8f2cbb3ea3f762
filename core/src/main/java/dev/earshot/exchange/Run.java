package dev.earshot.exchange;

/// One pass over the site with one answer to the consent banner.
///
/// @param id unique in its capture, such as `ignore` or `accept`
/// @param consentOutcome what became of the banner, in words: `no banner found`, `accepted through autoconsent
/// (onetrust)`
public record Run(String id, ConsentMode consent, String consentOutcome) {
    /// What was done with the consent banner.
    public enum ConsentMode {
        IGNORE,
        ACCEPT,
        REJECT,
        /// A foreign recording, which does not say.
        UNKNOWN
    }
}
