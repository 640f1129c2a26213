//! The addresses of the pictures of events: PNG files of the server. An address names a colour, a picture and a use, and
//! nothing else, so that it tells nothing about an event or a guest.

use std::str::FromStr;

use seat_dealer_core::Look;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureUse {
    /// The image of a link's preview, as large as messengers show it: on the background of the page.
    Preview,
    /// The image in an email, for 240 by 120 CSS pixels. It is transparent, in a colour that shows on light and on dark
    /// backgrounds.
    Mail,
}

impl PictureUse {
    /// The width and the height in pixels.
    pub const fn size(self) -> (u32, u32) {
        match self {
            Self::Preview => (1200, 630),
            Self::Mail => (480, 240),
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Mail => "mail",
        }
    }

    /// The address of the file with this look. `guests` is the address below which guests have their links, such as
    /// `https://dinner.example.com/rsvp`.
    pub fn url(self, guests: &str, look: Look) -> String {
        let Look { colour, picture } = look;
        format!("{guests}/pictures/{colour}-{picture}-{}.png", self.as_str())
    }
}

impl FromStr for PictureUse {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let mut uses = [Self::Preview, Self::Mail].into_iter();
        uses.find(|usage| usage.as_str() == name).ok_or(())
    }
}
