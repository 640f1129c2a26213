//! The pictures of events as PNG files, for programs that show no SVG: messengers that preview a link, and mail. A file
//! is about a colour and a picture, and nothing else, so its address tells nothing about an event.
//!
//! `zeno` fills and strokes the same paths as the guest's page; it reads SVG paths and has no dependencies.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use actix_web::http::header;
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpResponse, ResponseError as _};
use seat_dealer_core::Look;
use seat_dealer_delivery::PictureUse;
use tokio::sync::{OnceCell, Semaphore};
use zeno::{Cap, Fill, Join, Mask, Stroke, Style, Transform};

use super::responses::refuse;
use crate::http::errors::ApiError;

/// A day, because another release may draw them otherwise.
const CACHING: &str = "public, max-age=86400";
/// The view box of the drawings.
const VIEW_BOX: (f32, f32) = (120.0, 60.0);
const LINE_WIDTH: f32 = 1.6;
/// The opacity of the tint.
const TINT: f32 = 0.18;

pub(super) fn files(services: &mut ServiceConfig) {
    let file = web::resource("/rsvp/pictures/{colour}-{picture}-{usage}.png").get(read);
    services.service(file.default_service(web::to(|| refuse("GET, HEAD"))));
}

async fn read(path: web::Path<(String, String, String)>) -> HttpResponse {
    let (colour, picture, usage) = path.into_inner();
    let (Ok(colour), Ok(picture), Ok(usage)) = (colour.parse(), picture.parse(), usage.parse())
    else {
        return ApiError::NotFound.error_response();
    };
    let Some(png) = rendered(Look { colour, picture }, usage).await else {
        return ApiError::Internal.error_response();
    };
    HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::CACHE_CONTROL, CACHING))
        // Mail programs in a browser show it on their own origin.
        .insert_header((header::CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"))
        .body(png)
}

/// The file, rendered once, on a thread that serves no other request. One is rendered after the other, so that many
/// first requests leave the processors to guests; those for a file that exists do not wait.
async fn rendered(look: Look, usage: PictureUse) -> Option<Bytes> {
    type Files = HashMap<(Look, PictureUse), Arc<OnceCell<Bytes>>>;
    static FILES: LazyLock<Mutex<Files>> = LazyLock::new(Mutex::default);
    static TURN: Semaphore = Semaphore::const_new(1);
    let file = {
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(files.entry((look, usage)).or_default())
    };
    let png = file.get_or_try_init(async || {
        let _turn = TURN.acquire().await.map_err(|_| ())?;
        let png = web::block(move || render(look, usage)).await;
        png.map_err(|_| ())?.map(Bytes::from).map_err(|_| ())
    });
    png.await.ok().cloned()
}

fn render(look: Look, usage: PictureUse) -> Result<Vec<u8>, png::EncodingError> {
    let palette = look.colour.palette();
    let (line, background) = match usage {
        PictureUse::Preview => (palette.button.light, Some(palette.background.light)),
        PictureUse::Mail => (palette.line, None),
    };
    let (line, background) = (rgb(line), background.map(rgb));
    let drawing = look.picture.drawing();
    let stroke = *Stroke::new(LINE_WIDTH).cap(Cap::Round).join(Join::Round);
    let tint_mask = mask(drawing.tint, Fill::NonZero.into(), usage);
    let line_mask = mask(drawing.line, stroke.into(), usage);
    let mut pixels = Vec::new();
    for (tint, stroke) in tint_mask.into_iter().zip(line_mask) {
        let (tint, stroke) = (TINT * f32::from(tint) / 255.0, f32::from(stroke) / 255.0);
        let opacity = stroke + tint * (1.0 - stroke);
        if let Some(background) = background {
            pixels.extend(
                line.iter().zip(background).map(|(&line, background)| {
                    mixed(f32::from(line), f32::from(background), opacity)
                }),
            );
        } else {
            pixels.extend(line);
            pixels.push(mixed(255.0, 0.0, opacity));
        }
    }
    let (width, height) = usage.size();
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(match background {
        Some(_) => png::ColorType::Rgb,
        None => png::ColorType::Rgba,
    });
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(png)
}

/// How much of each pixel a path covers, 0 to 255. The drawing is in the middle, as large as four fifths of the file.
fn mask(path: &str, style: Style<'_>, usage: PictureUse) -> Vec<u8> {
    let (width, height) = usage.size();
    #[allow(clippy::cast_precision_loss, reason = "they are small")]
    let (w, h) = (width as f32, height as f32);
    let scale = (w / VIEW_BOX.0).min(h / VIEW_BOX.1) * 0.8;
    let x = VIEW_BOX.0.mul_add(-scale, w) / 2.0;
    let y = VIEW_BOX.1.mul_add(-scale, h) / 2.0;
    let place = Transform::scale(scale, scale).then_translate(x, y);
    let (mask, _) = Mask::new(path)
        .style(style)
        .transform(Some(place))
        .size(width, height)
        .render();
    mask
}

/// A colour such as `#7a1f35`.
fn rgb(colour: &str) -> [u8; 3] {
    let number = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap_or_default();
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mean of two bytes is a byte"
)]
fn mixed(front: f32, back: f32, opacity: f32) -> u8 {
    front.mul_add(opacity, back * (1.0 - opacity)).round() as u8
}

#[cfg(test)]
mod tests {
    use futures_util::future::{join, poll_immediate};
    use seat_dealer_core::{Colour, Picture};

    use super::*;

    /// The pixels of a file, and how many bytes each has.
    fn decoded(png: &[u8]) -> (Vec<u8>, usize) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (pixels, info.color_type.samples())
    }

    #[test]
    fn every_picture_is_drawn_and_every_colour_is_used() {
        let pictures = Picture::ALL.iter().map(|&picture| (Colour::Wine, picture));
        let colours = Colour::ALL.iter().map(|&colour| (colour, Picture::Fire));
        for (colour, picture) in pictures.chain(colours) {
            let png = render(Look { colour, picture }, PictureUse::Preview).unwrap();
            assert!(png.len() < 60_000, "{colour} {picture}: {}", png.len());
            let (pixels, samples) = decoded(&png);
            assert_eq!(pixels.len(), 1200 * 630 * 3);
            let background = rgb(colour.palette().background.light);
            let line = rgb(colour.palette().button.light);
            let count = |wanted: [u8; 3]| {
                let pixels = pixels.chunks(samples);
                pixels.filter(|pixel| *pixel == wanted).count()
            };
            assert!(count(background) > 400_000, "{colour} {picture}");
            assert!(count(line) > 10_000, "{colour} {picture}");
        }
    }

    #[test]
    fn an_image_in_an_email_has_no_background() {
        let look = Look {
            colour: Colour::Ocean,
            picture: Picture::Soup,
        };
        let png = render(look, PictureUse::Mail).unwrap();
        let (pixels, samples) = decoded(&png);
        assert_eq!((pixels.len(), samples), (480 * 240 * 4, 4));
        let clear = pixels.chunks(samples).filter(|pixel| pixel[3] == 0).count();
        assert!(clear > 480 * 240 / 2, "{clear}");
        assert!(pixels.chunks(samples).any(|pixel| pixel[3] == 255));
        assert!(png.len() < 16_000, "{}", png.len());
    }

    #[tokio::test]
    async fn a_file_is_rendered_once_and_on_another_thread() {
        let look = Look {
            colour: Colour::Ocean,
            picture: Picture::Soup,
        };
        let mut first = std::pin::pin!(rendered(look, PictureUse::Preview));
        assert_eq!(poll_immediate(&mut first).await, None, "it does not block");
        let (first, second) = join(first, rendered(look, PictureUse::Preview)).await;
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.as_ptr(), second.as_ptr());
        let ready = poll_immediate(rendered(look, PictureUse::Preview)).await;
        assert_eq!(ready, Some(Some(first)), "it does not wait");
    }
}
