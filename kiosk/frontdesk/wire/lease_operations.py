"""The operations by which kiosks have numbers ahead: what each takes and answers, as data."""

from kiosk.frontdesk.wire.operation import Operation, Parameter, answered, given

LEASE_NUMBERS = Operation(
    "lease-numbers",
    "LeaseNumbers",
    "Have numbers ahead",
    "Gives a kiosk numbers of today, with the rooms that they lead to, which it may give to "
    "patients while the hospital cannot be reached. Nobody else gets them, that day.",
    "system",
    "",
    True,
    (
        given("kiosk", "string", "1..1", "The kiosk's id."),
        given("key", "uuid", "1..1", "Made once for these numbers."),
        Parameter(
            "wanted",
            "in",
            "",
            "0..100",
            "One for each service of which the kiosk wants more.",
            (
                given("service", "Reference", "1..1", "HealthcareService/{id}."),
                given("count", "integer", "1..1", "How many more, 1 to 20."),
            ),
        ),
        given("held", "string", "0..2000", "A number that it has and gave to nobody."),
        Parameter(
            "number",
            "out",
            "",
            "0..*",
            "One for each number that it may give from now on; no other.",
            (
                answered("value", "string", "1..1", "As printed, for example A-042."),
                answered("service", "code", "1..1", "Id of the HealthcareService."),
                answered("room", "string", "1..1", "The room's number."),
                answered("floor", "string", "1..1", "The floor's name."),
                answered("direction", "string", "1..1", "How to walk there, translated."),
                answered("ends", "dateTime", "1..1", "Until when it may be given."),
            ),
        ),
    ),
    comment="One transaction. The same key and the same wishes answer the same numbers, the same "
    "key with other wishes is refused with key-reused. The hospital decides how many a kiosk may "
    "have, and gives none of a service without an open room. Hospitals may do without: "
    "not-offered.",
)

RETURN_NUMBERS = Operation(
    "return-numbers",
    "ReturnNumbers",
    "Give numbers back",
    "Tells the hospital that the kiosk will not give these numbers to anybody. They stay used up: "
    "nobody else gets them either.",
    "system",
    "",
    True,
    (
        given("kiosk", "string", "1..1", "The kiosk's id."),
        given("number", "string", "1..2000", "A number of today that it had ahead."),
        answered("returned", "integer", "1..1", "How many of them it still had."),
    ),
    comment="Repeating is harmless. Numbers that are not given back lapse at midnight.",
)
