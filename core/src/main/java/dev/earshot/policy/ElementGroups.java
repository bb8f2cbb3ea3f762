package dev.earshot.policy;

import dev.earshot.element.DataElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The groups of elements that rules name together.
final class ElementGroups {
    /// Says who a person is, directly.
    static final Set<DataElement> IDENTITY = EnumSet.of(
            DataElement.NAME,
            DataElement.EMAIL,
            DataElement.PHONE,
            DataElement.POSTAL_ADDRESS,
            DataElement.DATE_OF_BIRTH,
            DataElement.MEDICAL_RECORD_NUMBER,
            DataElement.MEMBER_ID,
            DataElement.USER_NAME);

    static final Set<DataElement> SECRETS = Arrays.stream(DataElement.values())
            .filter(element -> element.kind() == DataElement.Kind.SECRET)
            .collect(Collectors.toUnmodifiableSet());

    /// Says what a person's health, care or coverage is about.
    static final Set<DataElement> HEALTH =
            EnumSet.of(DataElement.SEARCH_TERMS, DataElement.HEALTH_CONTEXT, DataElement.APPOINTMENT);

    private ElementGroups() {}
}
