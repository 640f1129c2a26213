//! The drawings of the pictures: SVG paths. A line is drawn over a tinted area that is shifted a
//! little. The guest's page and the host's form use the same paths.

use crate::Picture;

/// One drawing: two SVG paths in a view box of 120 by 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawing {
    /// The path that is stroked, 1.6 wide with round ends.
    pub line: &'static str,
    /// The path that is filled with the tint, below the line.
    pub tint: &'static str,
}

impl Picture {
    /// The drawing of this picture.
    pub const fn drawing(self) -> Drawing {
        let (line, tint) = match self {
            Self::Plate => (
                "M36 30a24 24 0 1 0 48 0a24 24 0 1 0-48 0zM45 30a15 15 0 1 0 30 0a15 15 0 1 0-30 0z\
                   M19 54V25M12 6v10c0 12 14 12 14 0V6M19 6v10M100 54V6c-11 6-12 22-7 28h7",
                "M47 32a15 15 0 1 0 30 0a15 15 0 1 0-30 0z",
            ),
            Self::Candles => (
                "M55 20h10v28H55zM27 29h10v19H27zM83 25h10v23H83zM60 20v-4M32 29v-4M88 25v-4\
                   M60 3c6 7 5 13 0 13s-6-6 0-13zM32 12c6 7 5 13 0 13s-6-6 0-13z\
                   M88 8c6 7 5 13 0 13s-6-6 0-13zM48 48h24c-1 5-5 7-12 7s-11-2-12-7z\
                   M20 48h24c-1 5-5 7-12 7s-11-2-12-7zM76 48h24c-1 5-5 7-12 7s-11-2-12-7z",
                "M58 23h10v28H58zM30 32h10v19H30zM86 28h10v23H86zM62 5c6 7 5 13 0 13s-6-6 0-13z\
                   M34 14c6 7 5 13 0 13s-6-6 0-13zM90 10c6 7 5 13 0 13s-6-6 0-13z",
            ),
            Self::Wine => (
                "M56 4h8v13c0 6 7 7 7 15v22H49V32c0-8 7-9 7-15zM56 10h8M49 34h22M49 46h22\
                   M22 14h18c2 13-1 21-9 21s-11-8-9-21zM31 35v19M23 54h16M21.5 22h19\
                   M80 14h18c2 13-1 21-9 21s-11-8-9-21zM89 35v19M81 54h16M79.5 22h19",
                "M52 37h22v12H52zM24 24h19c0 8-3 13-9 13s-10-5-10-13z\
                   M82 24h19c0 8-3 13-9 13s-10-5-10-13z",
            ),
            Self::Soup => (
                "M28 26c0-5 64-5 64 0s-64 5-64 0zM28 26c0 17 11 26 32 26s32-9 32-26M47 52v4h26v-4\
                   M50 16c-4-4 4-7 0-12M60 15c-4-4 4-8 0-13M70 16c-4-4 4-7 0-12M80 24 102 6",
                "M31 31c11 5 53 5 64 0c-1 14-12 24-32 24S32 45 31 31z",
            ),
            Self::Fish => (
                "M18 30c12-18 44-19 62 0c-18 19-50 18-62 0z\
                   M80 30c7-3 12-9 22-11c-5 8-5 14 0 22c-10-2-15-8-22-11zM40 17.5c5 8 5 17 0 25\
                   M44 16c6-8 16-9 24-5c-2 3-2 5 0 9M52 43c3 5 8 6 13 6c-1-3 0-5 2-8M30 26v.01\
                   M50 26c3 2 3 6 0 8M60 26c3 2 3 6 0 8M70 28c1.5 1 1.5 3 0 4",
                "M21 33c12-18 44-19 62 0c-18 19-50 18-62 0z",
            ),
            Self::Cake => (
                "M34 24c0-6 52-6 52 0s-52 6-52 0zM34 24v19M86 24v19\
                   M34 26c0 9 9 9 10 3c1 8 11 9 12 2c1 6 10 6 11 0c1 8 9 6 10-1c1 5 9 3 9-4\
                   M22 42c0 9 76 9 76 0M22 42c0-2 5-3 12-4M98 42c0-2-5-3-12-4M60 49v7M46 57h28M60 21v-9\
                   M60 2c4 5 3 9 0 9s-4-4 0-9z",
                "M37 33c11 5 41 5 52 0v11c-11 4-41 4-52 0z",
            ),
            Self::Garden => (
                "M60 22c-8-1-10-9-8-18l4 5l4-7l4 7l4-5c2 9 0 17-8 18zM60 22v32\
                   M34 32c-8-1-10-8-8-16l4 5l4-7l4 7l4-5c2 8 0 15-8 16zM34 32v22\
                   M86 28c-8-1-10-8-8-16l4 5l4-7l4 7l4-5c2 8 0 15-8 16zM86 28v26\
                   M60 48c-1-9-7-12-13-13c0 9 5 13 13 13M60 42c1-8 6-11 12-12c0 8-5 12-12 12\
                   M34 52c-1-8-6-10-12-11c0 8 5 11 12 11M86 50c1-8 6-11 12-12c0 9-5 12-12 12M14 54h92",
                "M63 25c-8-1-10-9-8-18l4 5l4-7l4 7l4-5c2 9 0 17-8 18z\
                   M37 35c-8-1-10-8-8-16l4 5l4-7l4 7l4-5c2 8 0 15-8 16z\
                   M89 31c-8-1-10-8-8-16l4 5l4-7l4 7l4-5c2 8 0 15-8 16z",
            ),
            Self::Fire => (
                "M62 2c3 13 20 17 20 31c0 10-9 15-20 15s-20-5-20-15c0-8 5-11 7-16c1 4 4 6 6 7c0-8 2-15 7-22z\
                   M62 48c-6 0-10-3-10-9c0-6 7-8 10-14c3 6 10 8 10 14c0 6-4 9-10 9zM34 58l56-9\
                   M90 58l-56-9M26 26v-4M98 20v-4M90 9V6M32 11V9",
                "M64 50c-6 0-10-3-10-9c0-6 7-8 10-14c3 6 10 8 10 14c0 6-4 9-10 9z",
            ),
        };
        Drawing { line, tint }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_drawing_has_two_small_paths() {
        for &picture in Picture::ALL {
            let Drawing { line, tint } = picture.drawing();
            for path in [line, tint] {
                assert!(path.starts_with('M'), "{picture}: {path}");
                let known = |c: char| c.is_ascii_digit() || "MHVSachlvsz .-".contains(c);
                assert!(path.chars().all(known), "{picture}: {path}");
            }
            assert!(line.len() + tint.len() < 600, "{picture} is too large");
        }
    }

    #[test]
    fn all_pictures_have_different_drawings() {
        let lines: std::collections::BTreeSet<_> = Picture::ALL
            .iter()
            .map(|picture| picture.drawing().line)
            .collect();
        assert_eq!(lines.len(), Picture::ALL.len());
    }
}
