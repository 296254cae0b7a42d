//! PDF: whole files, and the drawing of a page inside a sound one.

use standpunt::read::pdf::extract;

use super::documents::read_file;

/// Bytes as a PDF, read in this process.
pub(super) fn pdf(bytes: &[u8]) {
    if let Err(error) = extract(bytes) {
        assert!(!error.to_string().is_empty() && !error.reason().is_empty());
    }
    read_file("a.pdf", bytes);
}

/// Bytes as what draws the pages of a sound PDF, one page between two lines `====`.
pub(super) fn pdf_page(bytes: &[u8]) {
    let pages: Vec<&[u8]> = super::archives::split_at_rules(bytes);
    read_file("a.pdf", &sound_pdf(pages.get(..3).unwrap_or(&pages)));
}

/// A PDF whose pages have these contents and two fonts.
fn sound_pdf(contents: &[&[u8]]) -> Vec<u8> {
    let n_pages = contents.len();
    let kids: Vec<String> = (0..n_pages).map(|i| format!("{} 0 R", 5 + 2 * i)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {n_pages} >>",
            kids.join(" ")
        )
        .into_bytes(),
        font("Helvetica"),
        font("Helvetica-Bold"),
    ];
    for (i, content) in contents.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {} 0 R >>",
                6 + 2 * i
            )
            .into_bytes(),
        );
        let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        stream.extend_from_slice(content);
        stream.extend_from_slice(b"\nendstream");
        objects.push(stream);
    }
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        pdf.extend_from_slice(object);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let start = pdf.len();
    pdf.extend_from_slice(
        format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes(),
    );
    for place in &places {
        pdf.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    pdf.extend_from_slice(end.as_bytes());
    pdf
}

fn font(name: &str) -> Vec<u8> {
    format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
        .into_bytes()
}
