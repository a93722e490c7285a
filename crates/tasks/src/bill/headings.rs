//! Which column is what, by its heading.

use schemars::JsonSchema;
use serde::Serialize;

/// What a column of a bill of parts holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Name of the drawing.
    File,
    /// Number or name of the part.
    Part,
    /// How many.
    Quantity,
    /// What it is made of.
    Material,
    /// How thick.
    Thickness,
    /// Quality of the edge.
    Quality,
    /// When it is due.
    Due,
    /// Who ordered it.
    Customer,
}

impl Field {
    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Part => "part",
            Self::Quantity => "quantity",
            Self::Material => "material",
            Self::Thickness => "thickness",
            Self::Quality => "quality",
            Self::Due => "due date",
            Self::Customer => "customer",
        }
    }
}

/// Words of headings in English, German, French, Spanish, Italian and Dutch, in the normal form of [`plain`].
const WORDS: &[(Field, &[&str])] = &[
    (
        Field::File,
        &[
            "file",
            "filename",
            "dxf",
            "dxffile",
            "drawing",
            "drawingfile",
            "cad",
            "cadfile",
            "datei",
            "dateiname",
            "zeichnung",
            "dxfdatei",
            "fichier",
            "nomdefichier",
            "plan",
            "dessin",
            "archivo",
            "fichero",
            "dibujo",
            "plano",
            "disegno",
            "bestand",
            "tekening",
        ],
    ),
    (
        Field::Part,
        &[
            "part",
            "partno",
            "partnr",
            "partnumber",
            "partname",
            "partid",
            "item",
            "itemno",
            "id",
            "name",
            "position",
            "pos",
            "teil",
            "teilenummer",
            "teilenr",
            "teilnr",
            "artikel",
            "artikelnummer",
            "artikelnr",
            "bezeichnung",
            "benennung",
            "piece",
            "reference",
            "ref",
            "designation",
            "pieza",
            "referencia",
            "codigo",
            "pezzo",
            "codice",
            "onderdeel",
        ],
    ),
    (
        Field::Quantity,
        &[
            "quantity",
            "qty",
            "count",
            "pcs",
            "pieces",
            "amount",
            "copies",
            "qte",
            "quantite",
            "nombre",
            "anzahl",
            "menge",
            "stuck",
            "stueck",
            "stk",
            "stuckzahl",
            "stueckzahl",
            "cantidad",
            "cant",
            "uds",
            "quantita",
            "qta",
            "pezzi",
            "aantal",
        ],
    ),
    (
        Field::Material,
        &[
            "material",
            "mat",
            "grade",
            "alloy",
            "werkstoff",
            "materiau",
            "matiere",
            "nuance",
            "materiale",
            "materiaal",
        ],
    ),
    (
        Field::Thickness,
        &[
            "thickness",
            "thicknessmm",
            "thk",
            "t",
            "tmm",
            "gauge",
            "dicke",
            "dickemm",
            "starke",
            "staerke",
            "starkemm",
            "blechdicke",
            "materialstarke",
            "epaisseur",
            "epaisseurmm",
            "ep",
            "epmm",
            "espesor",
            "espesormm",
            "grosor",
            "spessore",
            "spessoremm",
            "dikte",
            "diktemm",
        ],
    ),
    (
        Field::Quality,
        &[
            "quality",
            "q",
            "edge",
            "edgequality",
            "cutquality",
            "qualitat",
            "qualitaet",
            "schnittqualitat",
            "schnittqualitaet",
            "schnittgute",
            "qualite",
            "qualitedecoupe",
            "calidad",
            "qualita",
            "kwaliteit",
        ],
    ),
    (
        Field::Due,
        &[
            "due",
            "duedate",
            "date",
            "deadline",
            "delivery",
            "deliverydate",
            "needby",
            "termin",
            "liefertermin",
            "lieferdatum",
            "datum",
            "fallig",
            "faellig",
            "delai",
            "datedelivraison",
            "livraison",
            "echeance",
            "fecha",
            "entrega",
            "fechadeentrega",
            "plazo",
            "scadenza",
            "consegna",
            "datadiconsegna",
            "leverdatum",
        ],
    ),
    (
        Field::Customer,
        &["customer", "client", "company", "kunde", "auftraggeber", "firma", "cliente", "klant"],
    ),
];

/// What a heading says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Heading {
    /// As it is written.
    pub heading: String,
    /// What it was taken for; null for a column that is not used.
    pub taken_as: Option<Field>,
}

/// What each column is. Of two that say the same the first counts.
pub(crate) fn recognise(headings: &[String]) -> Vec<Heading> {
    let mut taken: Vec<Field> = Vec::new();
    let one = |heading: &String| {
        let word = plain(heading);
        let known = WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|&(field, _)| field);
        let known = known.filter(|field| !taken.contains(field));
        taken.extend(known);
        Heading { heading: heading.clone(), taken_as: known }
    };
    headings.iter().map(one).collect()
}

/// Lower case without accents, signs and what stands in brackets: `Dicke [mm]` is `dicke`.
pub(crate) fn plain(heading: &str) -> String {
    let before = heading.split(['(', '[', '{']).next().unwrap_or_default();
    let letters = before.chars().flat_map(char::to_lowercase).map(|letter| match letter {
        'à'..='å' => 'a',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        letter => letter,
    });
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(headings: &[&str]) -> Vec<Option<Field>> {
        let headings: Vec<String> = headings.iter().map(|&heading| heading.to_owned()).collect();
        recognise(&headings).into_iter().map(|heading| heading.taken_as).collect()
    }

    #[test]
    fn headings_are_recognised_in_several_languages() {
        use Field::{Customer, Due, File, Material, Part, Quality, Quantity, Thickness};
        let all = [File, Part, Quantity, Material, Thickness, Quality, Due, Customer].map(Some);
        for headings in [
            ["File", "Part No.", "Qty", "Material", "Thickness [mm]", "Quality", "Due date", "Customer"],
            [
                "Datei",
                "Teilenummer",
                "Stückzahl",
                "Werkstoff",
                "Stärke (mm)",
                "Schnittqualität",
                "Liefertermin",
                "Kunde",
            ],
            ["Fichier", "Référence", "Quantité", "Matière", "Épaisseur", "Qualité", "Délai", "Client"],
            ["Archivo", "Pieza", "Cantidad", "Material", "Espesor", "Calidad", "Fecha de entrega", "Cliente"],
            ["Disegno", "Codice", "Quantità", "Materiale", "Spessore", "Qualità", "Consegna", "Cliente"],
        ] {
            assert_eq!(fields(&headings), all, "{headings:?}");
        }
    }

    #[test]
    fn of_two_columns_that_say_the_same_the_first_counts() {
        assert_eq!(fields(&["Qty", "Quantity", "Colour"]), [Some(Field::Quantity), None, None]);
    }

    #[test]
    fn every_word_stands_in_its_normal_form_and_only_once() {
        let mut all: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        assert!(all.iter().all(|word| plain(word) == *word));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
