//! `#[command]`: registers a use case with its permission, its mode and its types. A command
//! without a permission (or an explicit `public` / `signed_in`) does not compile.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{FnArg, Ident, ItemFn, Path, ReturnType, Token, Type, parse_macro_input};

/// What stands in the brackets: `permission = X | public | signed_in`, `step_up`, `secret`,
/// `mode = …`, `again = …`.
struct Settings {
    access: Option<proc_macro2::TokenStream>,
    mode: Option<Ident>,
    again: Option<Path>,
    step_up: bool,
    secret: bool,
}

impl Parse for Settings {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut settings = Settings {
            access: None,
            mode: None,
            again: None,
            step_up: false,
            secret: false,
        };
        while !input.is_empty() {
            let word: Ident = input.parse()?;
            match word.to_string().as_str() {
                "public" => settings.access = Some(quote!(Public)),
                "signed_in" => settings.access = Some(quote!(SignedIn)),
                "permission" => {
                    input.parse::<Token![=]>()?;
                    let permission: Ident = input.parse()?;
                    settings.access =
                        Some(quote!(Needs(::pos_domain::staff::Permission::#permission)));
                }
                "step_up" => settings.step_up = true,
                "secret" => settings.secret = true,
                "mode" => {
                    input.parse::<Token![=]>()?;
                    settings.mode = Some(input.parse()?);
                }
                "again" => {
                    input.parse::<Token![=]>()?;
                    settings.again = Some(input.parse()?);
                }
                other => {
                    return Err(syn::Error::new(
                        word.span(),
                        format!("unknown word `{other}`"),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(settings)
    }
}

/// Registers the function below as a command of the same name.
///
/// Modes: `Query` (reads on a connection of its own), `Edit` (writes rows, no journal entry),
/// `Act` (writes, durable before the answer; needs a request id), `Flow` (runs outside a
/// transaction and opens its own). With `step_up` the person has shown a factor of its own within
/// the last minute. With `secret` its input or its answer carries what nobody else may know, and no
/// shell keeps a byte of it. `again` names the function that answers a repeated request id.
#[proc_macro_attribute]
pub fn command(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let settings = parse_macro_input!(attribute as Settings);
    let function = parse_macro_input!(item as ItemFn);
    match expand(settings, function) {
        Ok(tokens) => tokens.into(),
        Err(error) => error.to_compile_error().into(),
    }
}

fn expand(settings: Settings, function: ItemFn) -> syn::Result<proc_macro2::TokenStream> {
    let name = &function.sig.ident;
    let span = name.span();
    let access = settings.access.ok_or_else(|| {
        syn::Error::new(
            span,
            "a command needs `permission = …`, `signed_in` or `public`",
        )
    })?;
    let mode = settings.mode.ok_or_else(|| {
        syn::Error::new(span, "a command needs `mode = Query | Edit | Act | Flow`")
    })?;
    let (input, output) = types(&function)?;
    let run = if mode == "Flow" {
        format_ident!("Flow")
    } else {
        format_ident!("Tx")
    };
    let (text, step_up, secret) = (name.to_string(), settings.step_up, settings.secret);
    let again = match settings.again {
        Some(path) => quote!(Some(|tx, value| {
            let input: #input = crate::api::parse(value)?;
            crate::api::answer(#path(tx, &input)?)
        })),
        None if mode == "Act" => {
            return Err(syn::Error::new(
                span,
                "an Act needs `again = …`: the same id twice",
            ));
        }
        None => quote!(None),
    };
    Ok(quote! {
        #function

        ::inventory::submit! {
            crate::api::CommandEntry {
                name: #text,
                access: crate::api::Access::#access,
                step_up: #step_up,
                secret: #secret,
                mode: crate::api::Mode::#mode,
                run: crate::api::Run::#run(|context, value| {
                    let input: #input = crate::api::parse(value)?;
                    crate::api::answer(#name(context, input)?)
                }),
                again: #again,
                input: crate::api::TypeText::of::<#input>,
                output: crate::api::TypeText::of::<#output>,
            }
        }
    })
}

/// The input type (second argument) and the output type (inside the `Result`).
fn types(function: &ItemFn) -> syn::Result<(Type, Type)> {
    let wrong = |what: &str| syn::Error::new(function.sig.ident.span(), what);
    let mut arguments = function.sig.inputs.iter();
    arguments
        .next()
        .ok_or_else(|| wrong("the first argument is the Tx or the Flow"))?;
    let input = match arguments.next() {
        Some(FnArg::Typed(typed)) => (*typed.ty).clone(),
        _ => return Err(wrong("the second argument is the input")),
    };
    let ReturnType::Type(_, result) = &function.sig.output else {
        return Err(wrong("a command answers AppResult<…>"));
    };
    if let Type::Path(path) = &**result
        && let Some(last) = path.path.segments.last()
        && let syn::PathArguments::AngleBracketed(generic) = &last.arguments
        && let Some(syn::GenericArgument::Type(output)) = generic.args.first()
    {
        return Ok((input, output.clone()));
    }
    Err(wrong("a command answers AppResult<…>"))
}
