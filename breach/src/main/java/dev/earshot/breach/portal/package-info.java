/// Notices as portal messages: FHIR R4 Communication.
@NullMarked
package dev.earshot.breach.portal;

import org.jspecify.annotations.NullMarked;
