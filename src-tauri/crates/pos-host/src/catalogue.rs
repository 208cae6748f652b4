//! The resident index of the catalogue: built in the background, swapped in whole.

use pos_app::catalogue::index::{CatalogueIndex, IndexEntry};
use pos_app::ports::store::StoreResult;
use pos_domain::ids::ProductId;
use pos_store::Reader;
use std::sync::{Arc, PoisonError, RwLock};

/// The index, once there is one.
#[derive(Default)]
pub struct Catalogue {
    index: RwLock<Option<Arc<CatalogueIndex>>>,
}

impl Catalogue {
    /// Products whose names match, best first.
    pub fn search(&self, text: &str, limit: usize) -> Option<Vec<ProductId>> {
        let index = self
            .index
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        index.map(|index| index.search(text, limit))
    }

    /// Reads all goods and puts the new index in place of the old one.
    pub fn rebuild(&self, reader: &mut Reader) -> StoreResult<()> {
        let mut goods = Vec::new();
        reader.look(|store| {
            store.product_walk(&mut |p| {
                goods.push((
                    p.product_id,
                    p.name.clone(),
                    p.name_zh.clone(),
                    p.barcode.clone(),
                ));
            })
        })?;
        let entries = goods.iter().map(|(id, name, zh, code)| IndexEntry {
            product_id: *id,
            name,
            name_zh: zh.as_deref(),
            barcode: code.as_deref(),
        });
        let index = Arc::new(CatalogueIndex::build(entries));
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(index);
        Ok(())
    }
}
