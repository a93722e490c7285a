//! What a shop charges.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a shop charges: prices in major units of the currency, without tax.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rates {
    /// Settings for a way of charging. What you set yourself goes before them.
    #[schemars(title = "Rates", extend("x-group" = "Rates"))]
    pub rates: RateModel,
    /// Three letters, such as EUR.
    #[schemars(title = "Currency", length(max = 3), extend("x-group" = "Rates"))]
    pub currency: String,
    /// Charged once for the order: programming, loading, first part.
    #[schemars(title = "Setup", range(min = 0.0, max = 1e6), extend("x-group" = "Rates"))]
    pub setup_price: f64,
    /// The machine, for each hour that it runs.
    #[schemars(title = "Machine per hour", range(min = 0.0, max = 1e6), extend("x-group" = "Rates"))]
    pub machine_per_hour: f64,
    /// Whoever minds it, for the same hours.
    #[schemars(title = "Labour per hour", range(min = 0.0, max = 1e6), extend("x-group" = "Rates"))]
    pub labour_per_hour: f64,
    /// For each metre of cut.
    #[schemars(title = "Per metre", range(min = 0.0, max = 1e6), extend("x-group" = "Rates", "x-advanced" = true))]
    pub price_per_metre: f64,
    /// For each pierce.
    #[schemars(title = "Per pierce", range(min = 0.0, max = 1e6), extend("x-group" = "Rates", "x-advanced" = true))]
    pub price_per_pierce: f64,
    /// Abrasive.
    #[schemars(title = "Abrasive per kg", range(min = 0.0, max = 1e4), extend("x-group" = "Consumables"))]
    pub abrasive_per_kg: f64,
    /// Water, with what its disposal costs.
    #[schemars(title = "Water per m³", range(min = 0.0, max = 1e4), extend("x-group" = "Consumables"))]
    pub water_per_m3: f64,
    /// Electric power.
    #[schemars(title = "Power per kWh", range(min = 0.0, max = 1e4), extend("x-group" = "Consumables"))]
    pub power_per_kwh: f64,
    /// Of the power that the pump takes, so much is in the water.
    #[schemars(title = "Pump efficiency", range(min = 10.0, max = 100.0), extend("x-group" = "Consumables", "x-unit" = "%", "x-advanced" = true))]
    pub pump_efficiency_percent: f64,
    /// A new orifice.
    #[schemars(title = "Orifice", range(min = 0.0, max = 1e6), extend("x-group" = "Consumables", "x-advanced" = true))]
    pub orifice_price: f64,
    /// How long one lasts: 40 hours of a ruby, 500 of a diamond.
    #[schemars(title = "Orifice lasts", range(min = 1.0, max = 1e5), extend("x-group" = "Consumables", "x-unit" = "h", "x-advanced" = true))]
    pub orifice_life_h: f64,
    /// A new mixing tube.
    #[schemars(title = "Mixing tube", range(min = 0.0, max = 1e6), extend("x-group" = "Consumables", "x-advanced" = true))]
    pub tube_price: f64,
    /// How long one lasts: 80 to 120 hours.
    #[schemars(title = "Mixing tube lasts", range(min = 1.0, max = 1e5), extend("x-group" = "Consumables", "x-unit" = "h", "x-advanced" = true))]
    pub tube_life_h: f64,
    /// How the material is charged.
    #[schemars(title = "Material", extend("x-group" = "Material price"))]
    pub material_pricing: MaterialPricing,
    /// The material by mass.
    #[schemars(title = "Material per kg", range(min = 0.0, max = 1e6), extend("x-group" = "Material price"))]
    pub material_per_kg: f64,
    /// The material by the sheet.
    #[schemars(title = "Price of a sheet", range(min = 0.0, max = 1e7), extend("x-group" = "Material price"))]
    pub sheet_price: f64,
    /// Width of that sheet.
    #[schemars(title = "Sheet width", range(min = 1.0, max = 1e5), extend("x-group" = "Material price", "x-unit" = "mm"))]
    pub sheet_width_mm: f64,
    /// Height of that sheet.
    #[schemars(title = "Sheet height", range(min = 1.0, max = 1e5), extend("x-group" = "Material price", "x-unit" = "mm"))]
    pub sheet_height_mm: f64,
    /// Material left between the kerfs of neighbouring parts.
    #[schemars(title = "Web between parts", range(min = 0.0, max = 1000.0), extend("x-group" = "Material price", "x-unit" = "mm", "x-advanced" = true))]
    pub web_mm: f64,
    /// Share of the sheet that the parts of a nest fill. With it the material is that of the nest; without,
    /// the rectangle around each part.
    #[schemars(title = "Density of the nest", range(min = 1.0, max = 100.0), extend("x-group" = "Material price", "x-unit" = "%", "x-advanced" = true))]
    pub nest_density_percent: Option<f64>,
    /// Paid back for what is left over.
    #[schemars(title = "Scrap per kg", range(min = 0.0, max = 1e6), extend("x-group" = "Material price"))]
    pub scrap_per_kg: f64,
    /// On top of all costs.
    #[schemars(title = "Margin", range(min = 0.0, max = 1000.0), extend("x-group" = "Price", "x-unit" = "%"))]
    pub margin_percent: f64,
    /// Off the price of a part from a quantity on: `10=5, 50=10` takes 5 % off from 10 pieces on and 10 % from
    /// 50 on.
    #[schemars(title = "Quantity breaks", length(max = 200), extend("x-group" = "Price"))]
    pub quantity_breaks: String,
    /// The least an order costs, without tax.
    #[schemars(title = "Minimum charge", range(min = 0.0, max = 1e7), extend("x-group" = "Price"))]
    pub minimum_charge: f64,
    /// Tax, shown apart.
    #[schemars(title = "Tax", range(min = 0.0, max = 100.0), extend("x-group" = "Price", "x-unit" = "%"))]
    pub tax_percent: f64,
}

/// A way of charging.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateModel {
    /// Time and consumables.
    #[default]
    #[schemars(title = "Time and consumables")]
    Shop,
    /// As the wjp analyser charges: 825 rupees a metre, 20 a minute at 1,200 mm/min, 1.5 a pierce, 15 setup.
    #[schemars(title = "wjp: by metre, minute and pierce")]
    Wjp,
}

/// How the material is charged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaterialPricing {
    /// By the mass of what is used up.
    #[default]
    #[schemars(title = "By mass")]
    Mass,
    /// By the share of a sheet that is used up.
    #[schemars(title = "By the sheet")]
    Sheet,
    /// Not at all: the customer brings it.
    #[schemars(title = "Not charged")]
    None,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            rates: RateModel::Shop,
            currency: "EUR".to_owned(),
            setup_price: 25.0,
            machine_per_hour: 75.0,
            labour_per_hour: 35.0,
            price_per_metre: 0.0,
            price_per_pierce: 0.0,
            abrasive_per_kg: 0.45,
            water_per_m3: 4.0,
            power_per_kwh: 0.20,
            pump_efficiency_percent: 80.0,
            orifice_price: 20.0,
            orifice_life_h: 40.0,
            tube_price: 100.0,
            tube_life_h: 100.0,
            material_pricing: MaterialPricing::Mass,
            material_per_kg: 2.0,
            sheet_price: 0.0,
            sheet_width_mm: 3000.0,
            sheet_height_mm: 1500.0,
            web_mm: 5.0,
            nest_density_percent: None,
            scrap_per_kg: 0.0,
            margin_percent: 20.0,
            quantity_breaks: String::new(),
            minimum_charge: 0.0,
            tax_percent: 0.0,
        }
    }
}

/// For the schema: what each model stands for. The figures of `wjp` are those of the program of that name.
pub(crate) fn presets() -> Value {
    json!({"field": "rates", "settings": {"wjp": {
        "currency": "INR",
        "setup_price": 15.0,
        "price_per_metre": 825.0,
        "price_per_pierce": 1.5,
        "machine_per_hour": 1200.0,
        "labour_per_hour": 0.0,
        "abrasive_per_kg": 0.0,
        "water_per_m3": 0.0,
        "power_per_kwh": 0.0,
        "orifice_price": 0.0,
        "tube_price": 0.0,
        "material_pricing": "none",
        "margin_percent": 0.0,
        "feed_mm_per_min": 1200.0,
        "pierce_time_s": 0.5,
        "slow_down": false,
        "count_rapids": false,
    }}})
}
