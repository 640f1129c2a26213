//! The look of pages that are not about an event. The page's style has the same colours as [`Palette`]: tests compare
//! them.
//!
//! [`Palette`]: seat_dealer_core::Palette

use seat_dealer_core::{Colour, Look, Picture};

/// The look of pages that are not about an event.
pub(super) const PLAIN: Look = Look {
    colour: Colour::Wine,
    picture: Picture::Plate,
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::guests::view::STYLE;

    type Colours = BTreeMap<String, String>;

    /// The CSS variables of an event of this colour, in the light and the dark theme.
    fn variables(colour: Colour) -> [Colours; 2] {
        let by_day = Colours::new();
        let mut modes = [by_day.clone(), by_day];
        let mut dark = false;
        let mut selector = String::new();
        for line in STYLE.lines() {
            let at_end = line.starts_with('}');
            let line = line.trim();
            if line.starts_with("@media") {
                dark = line.contains("prefers-color-scheme: dark");
                continue;
            }
            if at_end {
                dark = false;
            }
            let (before, body) = line.split_once('{').unwrap_or(("", line));
            if !before.is_empty() {
                before.trim().clone_into(&mut selector);
            }
            if selector != ":root" && selector != format!(".{colour}") {
                continue;
            }
            for declaration in body.trim_end_matches('}').split(';') {
                let Some((name, value)) = declaration.split_once(':') else {
                    continue;
                };
                let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                if !dark {
                    modes[0].insert(name.clone(), value.clone());
                }
                // The dark theme inherits the values of the light theme.
                modes[1].insert(name, value);
            }
        }
        modes
    }

    /// The relative luminance (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let number = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap();
        let channel = |shift: u32| {
            let value = f64::from((number >> shift) & 0xff) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_has_enough_contrast_in_both_themes() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        for &colour in Colour::ALL {
            let modes = variables(colour);
            assert_ne!(modes[0]["--wine"], modes[1]["--wine"], "{colour}");
            for colours in modes {
                for (text, ground, least) in [
                    ("--on-wine", "--wine", 4.5),
                    ("--wine-ink", "--card", 4.5),
                    ("--wine-ink", "--key", 4.5),
                    ("--wine-ink", "--herb", 3.0),
                    ("--wine-ink", "--linen", 3.0),
                    ("--wood", "--card", 3.0),
                    ("--ink", "--card", 7.0),
                ] {
                    let found = contrast(&colours[text], &colours[ground]);
                    assert!(found >= least, "{colour}: {text} on {ground} is {found:.2}");
                }
            }
        }
    }

    #[test]
    fn the_palette_has_the_colours_of_the_page() {
        for &colour in Colour::ALL {
            let [light, dark] = variables(colour);
            let palette = colour.palette();
            assert_eq!(light["--linen"], palette.background.light, "{colour}");
            assert_eq!(dark["--linen"], palette.background.dark, "{colour}");
            assert_eq!(light["--wine"], palette.button.light, "{colour}");
            assert_eq!(dark["--wine"], palette.button.dark, "{colour}");
            assert_eq!(light["--wood"], palette.line, "{colour}");
            for ground in [&light["--card"], &dark["--card"], &dark["--linen"]] {
                let found = contrast(palette.line, ground);
                assert!(found >= 3.0, "{colour} on {ground} is {found:.2}");
            }
        }
    }
}
