//! The reference data that a run needs, loaded as the settings say.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::Error;
use crate::config::{Config, DataSource};
use crate::corpus::{
    Cabinets, Codebook, Example, GoldMeta, GoldPassage, InstrumentPatterns, MemberRegister,
    PartyRegister, WordList, read_examples, read_gold,
};
use crate::instruments::InstrumentTagger;
use crate::segment::{Abbreviations, SegmentSettings};
use crate::store::{FileIdentity, identify_file};
use crate::table::{TableError, open_csv};

/// Codebook, party register and abbreviations.
#[derive(Debug)]
pub struct Resources {
    /// The classes and instruments.
    pub codebook: Codebook,
    /// Parties and their names.
    pub register: PartyRegister,
    /// Members of parliament and their parties.
    pub members: MemberRegister,
    /// Who governed when; `None` beside a register of one's own, whose parties it may not know.
    pub cabinets: Option<Cabinets>,
    /// Abbreviations that do not end a sentence.
    pub abbreviations: Abbreviations,
    /// How long passages become.
    pub segment: SegmentSettings,
    /// Tags passages with policy instruments, where they are to be tagged.
    pub tagger: Option<Arc<InstrumentTagger>>,
    /// The files read for them.
    pub inputs: Vec<FileIdentity>,
}

/// Hand-coded passages and written examples.
#[derive(Debug)]
pub struct Coded {
    /// The hand-coded passages, in the order of their ids.
    pub gold: Vec<GoldPassage>,
    /// What stands behind them.
    pub meta: GoldMeta,
    /// Written examples, for training only.
    pub examples: Vec<Example>,
    /// The files read.
    pub inputs: Vec<FileIdentity>,
}

impl Resources {
    /// Loads what the settings name.
    ///
    /// # Errors
    /// Where a file cannot be read or is faulty.
    pub fn load(config: &Config) -> Result<Self, Error> {
        let mut resources = Self::for_reading(config)?;
        if resources.tagger.is_none() {
            resources.tagger = tagger_for(config, &resources.codebook, &mut Vec::new())?;
        }
        let has_built_in_parties = matches!(config.paths().parties, DataSource::BuiltIn);
        resources.cabinets = has_built_in_parties.then(Cabinets::built_in);
        Ok(resources)
    }

    /// Loads what the settings name, without what reading has no use for and no file is read for: the
    /// built-in cabinets and patterns of instruments take as long as a megabyte of text.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn for_reading(config: &Config) -> Result<Self, Error> {
        let paths = config.paths();
        let segment = config.segment();
        let mut inputs = Vec::new();
        let codebook = load_codebook(config, &mut inputs)?;
        let tagger = match paths.instruments {
            Some(DataSource::File(_)) => tagger_for(config, &codebook, &mut inputs)?,
            _ => None,
        };
        let register = match &paths.parties {
            DataSource::BuiltIn => PartyRegister::built_in(),
            DataSource::File(path) => {
                let text = read_text(path, &mut inputs)?;
                PartyRegister::from_csv(text.as_bytes(), &place(path))?
            }
        };
        let members = load_members(config, &register, &mut inputs)?;
        let abbreviations = match &segment.abbreviations {
            DataSource::BuiltIn => WordList::abbreviations(),
            DataSource::File(path) => {
                let text = read_text(path, &mut inputs)?;
                WordList::from_text(&text, &place(path))?
            }
        };
        Ok(Self {
            codebook,
            tagger,
            cabinets: None,
            register,
            members,
            abbreviations: abbreviations_of(&abbreviations),
            segment: SegmentSettings {
                max_words: segment.max_words,
                max_sentences: segment.max_sentences,
                min_words: segment.min_words,
            },
            inputs,
        })
    }
}

/// What tags passages with the instruments of the codebook, as the settings say; `None` where they
/// are not to be tagged. For a command that needs no other reference data.
///
/// # Errors
/// Where the codebook or the patterns cannot be read or are faulty.
pub fn load_tagger(config: &Config) -> Result<Option<Arc<InstrumentTagger>>, Error> {
    let mut inputs = Vec::new();
    let codebook = load_codebook(config, &mut inputs)?;
    tagger_for(config, &codebook, &mut inputs)
}

fn load_codebook(config: &Config, inputs: &mut Vec<FileIdentity>) -> Result<Codebook, Error> {
    Ok(match &config.paths().codebook {
        DataSource::BuiltIn => Codebook::built_in(),
        DataSource::File(path) => {
            let text = read_text(path, inputs)?;
            Codebook::from_toml(&text, &place(path))?
        }
    })
}

/// The member register; with a party register of one's own the built-in members may be of parties
/// that it lacks, a member register of one's own may not.
fn load_members(
    config: &Config,
    parties: &PartyRegister,
    inputs: &mut Vec<FileIdentity>,
) -> Result<MemberRegister, Error> {
    Ok(match &config.paths().members {
        DataSource::BuiltIn => MemberRegister::built_in(),
        DataSource::File(path) => {
            let text = read_text(path, inputs)?;
            let members = MemberRegister::from_csv(text.as_bytes(), &place(path))?;
            members.check_parties(parties)?;
            members
        }
    })
}

fn tagger_for(
    config: &Config,
    codebook: &Codebook,
    inputs: &mut Vec<FileIdentity>,
) -> Result<Option<Arc<InstrumentTagger>>, Error> {
    let patterns = match &config.paths().instruments {
        None => None,
        Some(DataSource::BuiltIn) => InstrumentPatterns::built_in(codebook),
        Some(DataSource::File(path)) => {
            let text = read_text(path, inputs)?;
            let read = InstrumentPatterns::from_csv(text.as_bytes(), &place(path), codebook);
            Some(read?)
        }
    };
    let tagger = patterns.map(|patterns| InstrumentTagger::new(&patterns));
    Ok(tagger.transpose()?.map(Arc::new))
}

/// The marked entries of the list may end a sentence, the others never do.
fn abbreviations_of(list: &WordList) -> Abbreviations {
    let (may_be_final, never_final): (Vec<&str>, Vec<&str>) =
        list.iter().partition(|word| list.is_marked(word));
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
    Abbreviations::new(owned(never_final), owned(may_be_final))
}

impl Coded {
    /// Loads gold files and written examples; what stands behind gold files is read from the
    /// small file beside the first one that tells how its passages were drawn, else beside the
    /// first. A passage of two files counts as drawn where one of them tells how.
    ///
    /// # Errors
    /// Where a file cannot be read or is faulty, or two gold files share a passage.
    pub fn load(
        gold_files: &[impl AsRef<Path>],
        example_files: &[impl AsRef<Path>],
        codebook: &Codebook,
    ) -> Result<Self, Error> {
        let mut inputs = Vec::new();
        let mut gold: Vec<GoldPassage> = Vec::new();
        let mut drawn_file = None;
        for path in gold_files {
            let path = path.as_ref();
            let mut passages = read_gold(open(path, &mut inputs)?, &place(path), codebook)?;
            if drawn_file.is_none() && passages.iter().any(|coded| coded.drawing.is_some()) {
                drawn_file = Some(path);
            }
            gold.append(&mut passages);
        }
        let gold = each_once(gold)?;
        let mut examples = Vec::new();
        for path in example_files {
            let path = path.as_ref();
            examples.append(&mut read_examples(
                open(path, &mut inputs)?,
                &place(path),
                codebook,
            )?);
        }
        // Drawn codings are the ones that estimates hold against.
        let first = gold_files.first().map(AsRef::as_ref);
        let meta = match drawn_file.or(first) {
            Some(path) => load_meta(path, &mut inputs)?,
            None => GoldMeta::unstated(),
        };
        Ok(Self {
            gold,
            meta,
            examples,
            inputs,
        })
    }
}

/// The passages in the order of their ids; of two codings of one passage the drawn one.
fn each_once(mut gold: Vec<GoldPassage>) -> Result<Vec<GoldPassage>, Error> {
    gold.sort_by(|a, b| {
        let order = |coded: &GoldPassage| coded.drawing.is_none();
        (&a.place, &a.passage_id, order(a)).cmp(&(&b.place, &b.passage_id, order(b)))
    });
    let twice = |pair: &[GoldPassage]| match pair {
        [a, b] if a.passage_id == b.passage_id && a.drawing.is_some() == b.drawing.is_some() => {
            Some(a.passage_id.clone())
        }
        _ => None,
    };
    if let Some(passage_id) = gold.windows(2).find_map(twice) {
        return Err(Error::Usage {
            message: format!("passage `{passage_id}` stands in two gold files"),
            help: "remove it from one of them".to_owned(),
        });
    }
    gold.dedup_by(|later, first| later.passage_id == first.passage_id);
    Ok(gold)
}

fn load_meta(gold: &Path, inputs: &mut Vec<FileIdentity>) -> Result<GoldMeta, Error> {
    let path = GoldMeta::path_for(gold);
    if !path.exists() {
        return Ok(GoldMeta::unstated());
    }
    let text = read_text(&path, inputs)?;
    Ok(GoldMeta::from_toml(&text, &place(&path))?)
}

fn place(path: &Path) -> String {
    path.display().to_string()
}

fn open(path: &Path, inputs: &mut Vec<FileIdentity>) -> Result<impl Read + use<>, Error> {
    let csv = open_csv(path)?;
    inputs.push(identify_file(path)?);
    Ok(csv)
}

fn read_text(path: &Path, inputs: &mut Vec<FileIdentity>) -> Result<String, Error> {
    let text = fs::read_to_string(path).map_err(|source| unreadable(path, source))?;
    inputs.push(identify_file(path)?);
    Ok(text)
}

fn unreadable(path: &Path, source: std::io::Error) -> TableError {
    TableError::Open {
        file: place(path),
        source,
    }
}
