//! How the things that guests get look: a colour and a picture that the host chooses. The style of the guest's page has
//! the same colours.

use crate::{Colour, Picture};

/// The look of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// The colour.
    pub colour: Colour,
    /// The picture.
    pub picture: Picture,
}

/// A colour in the light and in the dark theme, as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shades {
    /// In the light theme.
    pub light: &'static str,
    /// In the dark theme.
    pub dark: &'static str,
}

/// The colours that belong to the colour of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind the card.
    pub background: Shades,
    /// Buttons. In the light theme also lines of drawings.
    pub button: Shades,
    /// Lines that show on the backgrounds of both themes.
    pub line: &'static str,
}

impl Colour {
    /// The colours that belong to it.
    pub const fn palette(self) -> Palette {
        const fn shades(light: &'static str, dark: &'static str) -> Shades {
            Shades { light, dark }
        }
        let (background, button, line) = match self {
            Self::Wine => (
                shades("#ede3d3", "#1a1310"),
                shades("#7a1f35", "#93304a"),
                "#9a6a3c",
            ),
            Self::Forest => (
                shades("#e2e7d6", "#121711"),
                shades("#2f5d3a", "#3c7149"),
                "#6f7f4c",
            ),
            Self::Ocean => (
                shades("#dde6ec", "#10161c"),
                shades("#1f4f7a", "#2f6797"),
                "#54788f",
            ),
            Self::Plum => (
                shades("#e9dfe9", "#181218"),
                shades("#5f2f6e", "#7d4a8e"),
                "#87618f",
            ),
            Self::Clay => (
                shades("#efdfd0", "#1c130d"),
                shades("#8f3d10", "#a4501c"),
                "#b0683a",
            ),
            Self::Slate => (
                shades("#e3e4e2", "#141618"),
                shades("#3f4a52", "#56646e"),
                "#747d82",
            ),
        };
        Palette {
            background,
            button,
            line,
        }
    }
}
