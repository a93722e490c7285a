//! Materials by the names that people write.

use super::{Material, materials};

/// A material that was found by its name.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Match {
    /// Which one.
    pub material: &'static Material,
    /// The name is the table's, but for case, spaces and signs. Otherwise say which one was taken.
    pub exact: bool,
}

/// No material is called that.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no material {given:?}; the nearest names are {}", .nearest.join(", "))]
pub struct UnknownMaterial {
    /// What was asked for.
    pub given: String,
    /// Names of the table, the most alike first.
    pub nearest: Vec<&'static str>,
}

/// Other names, in the normal form of [`plain`], and the table's name for them.
const ALSO: &[(&str, &str)] = &[
    ("steel", "mild steel"),
    ("a36", "mild steel"),
    ("carbonsteel", "mild steel"),
    ("s235", "mild steel"),
    ("s235jr", "mild steel"),
    ("s355", "mild steel"),
    ("st37", "mild steel"),
    ("stahl", "mild steel"),
    ("baustahl", "mild steel"),
    ("acier", "mild steel"),
    ("acero", "mild steel"),
    ("acciaio", "mild steel"),
    ("toolsteel", "hardened tool steel"),
    ("werkzeugstahl", "hardened tool steel"),
    ("stainless", "stainless 304"),
    ("stainlesssteel", "stainless 304"),
    ("ss", "stainless 304"),
    ("304", "stainless 304"),
    ("304l", "stainless 304"),
    ("aisi304", "stainless 304"),
    ("14301", "stainless 304"),
    ("14307", "stainless 304"),
    ("v2a", "stainless 304"),
    ("inox", "stainless 304"),
    ("edelstahl", "stainless 304"),
    ("acierinoxydable", "stainless 304"),
    ("aceroinoxidable", "stainless 304"),
    ("316", "stainless 316L"),
    ("aisi316l", "stainless 316L"),
    ("14404", "stainless 316L"),
    ("14571", "stainless 316L"),
    ("v4a", "stainless 316L"),
    ("al", "aluminium 6061-T6"),
    ("alu", "aluminium 6061-T6"),
    ("aluminum", "aluminium 6061-T6"),
    ("aluminium", "aluminium 6061-T6"),
    ("aluminio", "aluminium 6061-T6"),
    ("6061", "aluminium 6061-T6"),
    ("almg3", "aluminium 6061-T6"),
    ("enaw5754", "aluminium 6061-T6"),
    ("cu", "copper"),
    ("kupfer", "copper"),
    ("cuivre", "copper"),
    ("cobre", "copper"),
    ("ms58", "brass"),
    ("messing", "brass"),
    ("laiton", "brass"),
    ("laton", "brass"),
    ("ottone", "brass"),
    ("cuzn37", "brass"),
    ("cuzn39pb3", "brass"),
    ("ti", "titanium Ti-6Al-4V"),
    ("titan", "titanium Ti-6Al-4V"),
    ("titane", "titanium Ti-6Al-4V"),
    ("titanio", "titanium Ti-6Al-4V"),
    ("grade5", "titanium Ti-6Al-4V"),
    ("castiron", "grey cast iron"),
    ("gusseisen", "grey cast iron"),
    ("zinc", "zinc alloy"),
    ("zink", "zinc alloy"),
    ("blei", "lead"),
    ("granit", "granite"),
    ("marmor", "marble"),
    ("marbre", "marble"),
    ("carrara", "marble"),
    ("asphalt", "asphalt concrete"),
    ("glas", "glass"),
    ("verre", "glass"),
    ("pmma", "acrylic"),
    ("plexiglas", "acrylic"),
    ("plexiglass", "acrylic"),
    ("acrylglas", "acrylic"),
    ("pa", "nylon"),
    ("pa6", "nylon"),
    ("polyamide", "nylon"),
    ("pp", "polypropylene"),
    ("wood", "pine"),
    ("holz", "pine"),
    ("kiefer", "pine"),
    ("alumina", "alumina AD 99.5"),
    ("ceramic", "alumina AD 99.5"),
    ("sic", "silicon carbide"),
];

/// No name of a material is longer.
const LONGEST: usize = 60;

/// How many names an error suggests.
const SUGGESTIONS: usize = 3;

/// The material of this name: one of the table, another usual name in English, German, French or Spanish, a
/// beginning such as `titanium`, or one with a slip of the pen.
///
/// Where several begin alike the one that is cut slowest is taken, so that a quote is not too low.
///
/// # Errors
/// [`UnknownMaterial`] with the nearest names.
pub fn find_material(name: &str) -> Result<Match, UnknownMaterial> {
    let wanted = plain(name);
    if let Some(material) = materials().iter().find(|material| plain(material.name) == wanted) {
        return Ok(Match { material, exact: true });
    }
    let inexact = |material| Match { material, exact: false };
    if let Some(material) = also(&wanted) {
        return Ok(inexact(material));
    }
    let slowest = |a: &&Material, b: &&Material| a.machinability.total_cmp(&b.machinability);
    let begins = |material: &&Material| wanted.len() >= 4 && plain(material.name).starts_with(&wanted);
    if let Some(material) = materials().iter().filter(begins).min_by(slowest) {
        return Ok(inexact(material));
    }
    let mut near = by_distance(&wanted);
    near.sort_by_key(|&(distance, _)| distance);
    match near.first() {
        Some(&(distance, material)) if distance <= wanted.chars().count().min(LONGEST) / 5 => {
            Ok(inexact(material))
        }
        _ => {
            let mut nearest: Vec<&str> = Vec::new();
            for (_, material) in near {
                if !nearest.contains(&material.name) {
                    nearest.push(material.name);
                }
            }
            nearest.truncate(SUGGESTIONS);
            Err(UnknownMaterial { given: name.trim().to_owned(), nearest })
        }
    }
}

fn also(wanted: &str) -> Option<&'static Material> {
    let (_, name) = ALSO.iter().find(|(other, _)| *other == wanted)?;
    materials().iter().find(|material| material.name == *name)
}

fn by_distance(wanted: &str) -> Vec<(usize, &'static Material)> {
    let own = materials().iter().map(|material| (edits(wanted, &plain(material.name)), material));
    let others = ALSO.iter().filter_map(|(other, _)| Some((edits(wanted, other), also(other)?)));
    own.chain(others).collect()
}

/// Lower case, letters and digits only; the words that say the form of the stock are left out.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words = words.map(str::to_lowercase);
    words.filter(|word| !matches!(word.as_str(), "sheet" | "plate" | "blech" | "tole")).collect()
}

/// How many letters have to be inserted, dropped or replaced to make `b` of `a` (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    // A hostile name must not cost more than a look at its beginning.
    for (i, letter) in a.chars().take(LONGEST).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &other) in b.iter().enumerate() {
            let kept = diagonal + usize::from(letter != other);
            diagonal = row[j + 1];
            row[j + 1] = kept.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> (&'static str, bool) {
        let found = find_material(name).unwrap();
        (found.material.name, found.exact)
    }

    #[test]
    fn every_material_is_found_by_its_own_name() {
        for material in materials() {
            assert_eq!(found(material.name), (material.name, true));
            assert_eq!(found(&material.name.to_uppercase().replace(' ', "_")), (material.name, true));
        }
    }

    #[test]
    fn every_other_name_leads_to_a_material_of_the_table() {
        for (other, name) in ALSO {
            assert_eq!(plain(other), *other, "aliases are in the normal form");
            assert_eq!(also(other).map(|material| material.name), Some(*name), "{other}");
        }
    }

    #[test]
    fn usual_names_slips_and_beginnings_are_found_and_said() {
        for (given, name) in [
            ("Edelstahl", "stainless 304"),
            ("Aluminum", "aluminium 6061-T6"),
            ("1.4301", "stainless 304"),
            ("S235JR", "mild steel"),
            ("steel plate", "mild steel"),
            ("mild stel", "mild steel"),
            ("titanium", "titanium Ti-6Al-4V"),
            ("alumina AD", "alumina AD 99.5"),
        ] {
            assert_eq!(found(given), (name, false), "{given}");
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        let refused = find_material("unobtainium").unwrap_err();
        assert_eq!(refused.nearest.len(), SUGGESTIONS);
        assert!(refused.to_string().contains("unobtainium"), "{refused}");
        assert!(find_material("").is_err());
        assert!(find_material("Generic Material").is_err());
        assert!(find_material(&"x".repeat(1 << 20)).is_err());
    }
}
