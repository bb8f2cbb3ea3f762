package dev.earshot.detect;

import dev.earshot.catalogue.Parameter;
import dev.earshot.decode.Leaf;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.health.HealthContext;
import java.util.Optional;
import java.util.OptionalInt;

/// One element of patient data recognised at one place.
///
/// @param leaf where; empty only for what the connection itself tells (the IP address)
/// @param value what stands there, as sent
/// @param parameter the vendor's documented parameter that carries it
/// @param how in words, without the value: `SHA-256 of the persona's e-mail address, lower-cased`, `shape of a US
///     phone number under the key tel`
/// @param persona whose value was proven, counted from 0 as the personas were given; empty for all that is not proven
/// @param health what it says of health, and by which words; only for [DataElement#HEALTH_CONTEXT]
public record Detection(
        DataElement element,
        Basis basis,
        Optional<Leaf> leaf,
        Sensitive value,
        Optional<Parameter> parameter,
        String how,
        OptionalInt persona,
        Optional<HealthContext> health) {
    /// What is told of nobody in particular.
    public Detection(
            DataElement element,
            Basis basis,
            Optional<Leaf> leaf,
            Sensitive value,
            Optional<Parameter> parameter,
            String how,
            Optional<HealthContext> health) {
        this(element, basis, leaf, value, parameter, how, OptionalInt.empty(), health);
    }

    /// What is told of nobody in particular, and names no health term.
    public Detection(
            DataElement element,
            Basis basis,
            Optional<Leaf> leaf,
            Sensitive value,
            Optional<Parameter> parameter,
            String how) {
        this(element, basis, leaf, value, parameter, how, OptionalInt.empty(), Optional.empty());
    }

    Detection of(Optional<Parameter> carrier) {
        return new Detection(element, basis, leaf, value, carrier, how, persona, health);
    }

    /// @param words what stands there, as sent
    Detection of(HealthContext context, Sensitive words) {
        return new Detection(element, basis, leaf, words, parameter, how, persona, Optional.of(context));
    }
}
