//! What a column of a table is for, by its heading.

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::postcard) enum Meaning {
    Recipient,
    FirstName,
    LastName,
    Address,
    Line1,
    Line2,
    City,
    State,
    Zipcode,
    Country,
    Message,
    Heading,
    Signature,
    Sender,
}

/// Headings without spaces and signs, in lower case. English, German, French, Spanish.
const WORDS: [(Meaning, &[&str]); 14] = [
    (
        Meaning::Recipient,
        &[
            "recipient",
            "name",
            "fullname",
            "to",
            "addressee",
            "empfänger",
            "destinataire",
            "destinatario",
            "nom",
            "nombre",
        ],
    ),
    (Meaning::FirstName, &["firstname", "givenname", "forename", "vorname", "prénom", "prenom"]),
    (Meaning::LastName, &["lastname", "surname", "familyname", "nachname", "nomdefamille", "apellido"]),
    (Meaning::Address, &["address", "adresse", "anschrift", "dirección", "direccion", "postaladdress"]),
    (
        Meaning::Line1,
        &[
            "addressline1",
            "address1",
            "line1",
            "street",
            "streetaddress",
            "straße",
            "strasse",
            "straßeundhausnummer",
            "rue",
            "calle",
        ],
    ),
    (
        Meaning::Line2,
        &["addressline2", "address2", "line2", "zusatz", "adresszusatz", "apartment", "company", "firma"],
    ),
    (Meaning::City, &["city", "town", "ort", "stadt", "wohnort", "ville", "ciudad"]),
    (Meaning::State, &["state", "region", "province", "county", "bundesland"]),
    (
        Meaning::Zipcode,
        &["zipcode", "zip", "postcode", "postalcode", "plz", "postleitzahl", "codepostal", "códigopostal"],
    ),
    (Meaning::Country, &["country", "land", "pays", "país", "pais"]),
    (Meaning::Message, &["message", "text", "nachricht", "greeting", "gruß", "mensaje"]),
    (Meaning::Heading, &["heading", "headline", "überschrift", "titre"]),
    (Meaning::Signature, &["signature", "unterschrift", "signed", "from"]),
    (Meaning::Sender, &["sender", "absender", "returnaddress", "expéditeur"]),
];

impl Meaning {
    /// What a heading says.
    pub(super) fn of(heading: &str) -> Option<Self> {
        let plain: String = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        WORDS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(meaning, _)| *meaning)
    }

    /// The word for it in reports: its first heading.
    pub(in crate::postcard) fn word(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Address => "address",
            Self::Line1 => "address_line_1",
            Self::Line2 => "address_line_2",
            Self::City => "city",
            Self::State => "state",
            Self::Zipcode => "zipcode",
            Self::Country => "country",
            Self::Message => "message",
            Self::Heading => "heading",
            Self::Signature => "signature",
            Self::Sender => "sender",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_mean_the_same_however_they_are_written() {
        for (heading, meaning) in [
            ("Recipient", Meaning::Recipient),
            ("FIRST_NAME", Meaning::FirstName),
            ("address_line_1", Meaning::Line1),
            ("Straße", Meaning::Line1),
            (" Postal code ", Meaning::Zipcode),
            ("PLZ", Meaning::Zipcode),
        ] {
            assert_eq!(Meaning::of(heading), Some(meaning), "{heading}");
        }
        assert_eq!(Meaning::of("Shoe size"), None);
    }
}
