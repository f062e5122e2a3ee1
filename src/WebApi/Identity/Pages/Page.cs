using System.Security.Cryptography;
using System.Text;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>The frame of every page: no script, one style that the policy names by its hash, readable on a phone, in both directions of writing.</summary>
internal static class Page
{
    private const string Style =
        """
        :root{color-scheme:light dark;--page:#eef2f7;--card:#fff;--ink:#14202e;--soft:#4b5866;--line:#75808c;--brand:#0b5cad;--press:#094a8c;--on:#fff;--link:#0b5cad}*{box-sizing:border-box}
        body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:1.5rem 1rem;font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif;background:var(--page);color:var(--ink)}
        main{width:100%;max-width:26rem;background:var(--card);padding:2rem 1.75rem;border-radius:1rem;box-shadow:0 1px 2px #0f1a2a14,0 8px 28px #0f1a2a1f;overflow-wrap:anywhere}
        .brand{display:flex;align-items:center;gap:.65rem;margin:0 0 1.5rem;font-weight:600;color:var(--soft)}.brand span{flex:none;width:2.25rem;height:2.25rem;display:grid;place-items:center;border-radius:.6rem;background:var(--brand);color:var(--on);font-size:1.1rem}.brand img{flex:none;height:2.25rem;max-width:9rem;object-fit:contain}
        h1{font-size:1.5rem;line-height:1.3;margin:0 0 .35rem}h2{font-size:1.15rem;line-height:1.35;margin:1.6rem 0 .35rem}h3{font-size:1rem;margin:0}.program{border:1px solid var(--line);border-radius:.55rem;padding:.9rem 1rem;margin:.75rem 0}.program button{margin-top:.5rem}p{margin:.6rem 0}.muted{color:var(--soft)}:lang(ar){line-height:1.75}form+form{margin-top:.75rem}
        label{display:block;margin:1.1rem 0 .35rem;font-weight:600}label.check{display:flex;gap:.65rem;align-items:center;font-weight:400;min-height:2.75rem;margin:.75rem 0 0}input[type=checkbox]{width:1.25rem;height:1.25rem;flex:none;margin:0;accent-color:var(--brand)}
        input:not([type=checkbox]){width:100%;min-height:2.9rem;padding:.6rem .8rem;font:inherit;border:1px solid var(--line);border-radius:.55rem;background:var(--card);color:var(--ink)}
        button,.button{display:block;width:100%;min-height:2.9rem;margin-top:1.4rem;padding:.65rem;font:inherit;font-weight:600;text-align:center;border:1px solid var(--brand);border-radius:.55rem;background:var(--brand);color:var(--on);cursor:pointer;text-decoration:none}
        button:hover{background:var(--press)}button.plain{background:transparent;color:var(--link);border-color:var(--link)}button.plain:hover{text-decoration:underline}button+button,form+form button{margin-top:.75rem}a{display:inline-block;padding:.35rem 0;color:var(--link)}
        :focus-visible{outline:3px solid #d97706;outline-offset:2px}.alert,.note,[role=status]{border-inline-start:4px solid #b42318;background:#fdeceb;color:#7a1a12;padding:.7rem .9rem;border-radius:.4rem;margin:1rem 0}
        .note{border-color:#b45309;background:#fef4e3;color:#6b3a05}[role=status]{border-color:#1a7f4b;background:#e8f6ee;color:#0d5430}ul{padding-inline-start:1.3rem;margin:.6rem 0}li{margin:.25rem 0}
        .code{letter-spacing:.3em;font-size:1.35rem;text-align:center}p.code{padding:.8rem;border-radius:.55rem;background:var(--page);font-weight:600;letter-spacing:.15em}
        @media (max-width:30rem){body{place-items:start center;padding:1rem .75rem}main{padding:1.5rem 1.25rem}}
        @media (prefers-color-scheme:dark){:root{--page:#10161d;--card:#1a232d;--ink:#e6ebf1;--soft:#a5b1bf;--line:#8592a1}a,button.plain{color:#7db8f5}button.plain{border-color:#7db8f5}.alert{background:#3a1613;color:#ffd3cf}.note{background:#33240d;color:#fbdca8}[role=status]{background:#10301f;color:#b9ecd0}}
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>Answers with a page.</summary>
    /// <param name="redirectUri">Where a form of the page may lead in the end, for the policy; null for nowhere else.</param>
    /// <param name="script">A script that the policy names by its hash; only where nothing but comfort depends on it.</param>
    public static async Task WriteAsync(HttpContext context, int status, PageTexts texts, string title, Html content, string? redirectUri = null, string? script = null)
    {
        var language = texts.Language;
        var frame = Html.Of(
            $"""
            <!doctype html>
            <html lang="{language.Tag()}" dir="{(language == Language.Ar ? "rtl" : "ltr")}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{title} · Satcom</title>
            """);
        var brand = Brand.Of(context);
        var own = brand.Style.Length == 0 ? null : $"<style>{brand.Style}</style>";
        var html = $"{frame}<style>{Style}</style>{own}</head><body><main>{brand.Head}{content}</main>{(script is null ? null : $"<script>{script}</script>")}</body></html>";
        var body = Encoding.UTF8.GetBytes(html);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.ContentLanguage = language.Tag();
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'{(own is null ? null : $" 'sha256-{HashOf(brand.Style)}'")}; {brand.ImageSource}{(script is null ? null : $"script-src 'sha256-{HashOf(script)}'; ")}form-action 'self'{SourceOf(redirectUri)}; base-uri 'none'; frame-ancestors 'none'";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>An alert above a form; nothing where there is none.</summary>
    public static Html Alert(string? text) => text is null ? Html.Empty : Html.Of($"""<p class="alert" role="alert">{text}</p>""");

    /// <summary>Good news above a form; nothing where there is none.</summary>
    public static Html News(string? text) => text is null ? Html.Empty : Html.Of($"<p role=\"status\">{text}</p>");

    /// <summary>A browser counts the redirect after a form to the form; so the client's place must be allowed.</summary>
    private static string? SourceOf(string? redirectUri)
    {
        if (redirectUri is null || !Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri))
        {
            return null;
        }

        return uri.Scheme is "http" or "https" ? $" {uri.GetLeftPart(UriPartial.Authority)}" : $" {uri.Scheme}:";
    }

    private static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
