package dev.earshot.breach.notice;

import java.time.LocalDate;
import java.util.List;

/// One person's notice as the plan has it: who is told, how, in which language, and of what.
///
/// Every individual of the plan has one. Those that a household's first letter tells too have its `id` as `lead` and
/// are not delivered by themselves.
///
/// @param id from 1, in the order of the plan
/// @param person as the investigation numbers individuals
/// @param lead the notice that carries this one; its own id where it is delivered by itself
/// @param memberId as the directory writes it
/// @param language BCP 47, such as `en`, `es`, `zh-Hans`, `ht`
/// @param channels in the order in which they are tried; empty: no way is known, substitute notice
/// @param jurisdiction id of the law of where the person lives, such as `us-ca`
/// @param addressee name of who is written to
/// @param patient name of the person whose data it was
/// @param street lines of the postal address above the city
/// @param state as on an envelope, such as `CA`
/// @param status `exposed` or `cannot-tell`
/// @param vendors names of who was told, sorted
/// @param elements ids of [dev.earshot.element.DataElement], sorted
/// @param first day of the first exposure
/// @param last day of the last one
public record Notice(
        long id,
        long person,
        long lead,
        String memberId,
        Role role,
        String language,
        List<Channel> channels,
        String jurisdiction,
        String addressee,
        String patient,
        List<String> street,
        String city,
        String postalCode,
        String state,
        String country,
        String email,
        String status,
        List<String> vendors,
        List<String> elements,
        LocalDate first,
        LocalDate last) {
    public Notice {
        channels = List.copyOf(channels);
        street = List.copyOf(street);
        vendors = List.copyOf(vendors);
        elements = List.copyOf(elements);
    }

    /// Without names, addresses or member id.
    @Override
    public String toString() {
        return "Notice " + id + " (" + role.id() + ", " + language + ", " + jurisdiction + ")";
    }
}
