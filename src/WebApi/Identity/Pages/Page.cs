using System.Security.Cryptography;
using System.Text;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>The frame of every page: no script, one style that the policy names by its hash, readable on a phone, in both directions of writing.</summary>
internal static class Page
{
    private const string Style =
        """
        :root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;font:1rem/1.5 system-ui,sans-serif;background:#f3f5f8;color:#16202c}
        main{width:100%;max-width:26rem;background:#fff;padding:1.75rem;border-radius:.75rem;box-shadow:0 1px 6px #0003}h1{font-size:1.4rem;margin:0 0 .25rem}p{margin:.5rem 0}.muted{color:#4b5866}
        label{display:block;margin:1rem 0 .25rem;font-weight:600}label.check{display:flex;gap:.5rem;align-items:center;font-weight:400}input:not([type=checkbox]){width:100%;padding:.65rem .75rem;font:inherit;border:1px solid #75808c;border-radius:.4rem;background:#fff;color:#16202c}
        button,.button{display:block;width:100%;margin-top:1.25rem;padding:.7rem;font:inherit;font-weight:600;text-align:center;border:1px solid #0b5cad;border-radius:.4rem;background:#0b5cad;color:#fff;cursor:pointer;text-decoration:none}button.plain{background:transparent;color:#0b5cad}
        a{color:#0b5cad}:focus-visible{outline:3px solid #d97706;outline-offset:2px}.alert{border-inline-start:4px solid #b42318;background:#fdeceb;color:#7a1a12;padding:.6rem .8rem;border-radius:.3rem}ul{padding-inline-start:1.2rem}.code{letter-spacing:.3em;font-size:1.3rem}
        @media (prefers-color-scheme:dark){body{background:#10161d;color:#e6ebf1}main{background:#1a232d}.muted{color:#a5b1bf}input:not([type=checkbox]){background:#10161d;color:#e6ebf1}a,button.plain{color:#7db8f5}.alert{background:#3a1613;color:#ffd3cf}}
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
        var html = $"{frame}<style>{Style}</style></head><body><main>{content}</main>{(script is null ? null : $"<script>{script}</script>")}</body></html>";
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
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; {(script is null ? null : $"script-src 'sha256-{HashOf(script)}'; ")}form-action 'self'{SourceOf(redirectUri)}; base-uri 'none'; frame-ancestors 'none'";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>An alert above a form; nothing where there is none.</summary>
    public static Html Alert(string? text) => text is null ? Html.Empty : Html.Of($"""<p class="alert" role="alert">{text}</p>""");

    /// <summary>A browser counts the redirect after a form to the form; so the client's place must be allowed.</summary>
    private static string? SourceOf(string? redirectUri)
    {
        if (redirectUri is null || !Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri))
        {
            return null;
        }

        return uri.Scheme is "http" or "https" ? $" {uri.GetLeftPart(UriPartial.Authority)}" : $" {uri.Scheme}:";
    }

    private static string HashOf(string script) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
}
