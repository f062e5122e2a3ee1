using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using HandlebarsDotNet;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Notifications;
using Satcom.Domain.Tenancy;

namespace Satcom.Infrastructure.Notifications;

/// <summary>An assembly with message contents, and the one with their templates.</summary>
internal sealed record TemplateSource(Assembly Contents, Assembly Templates);

/// <summary>The three forms of a message. A text message is its plain text without the layout.</summary>
internal sealed record MessageText(string Subject, string Text, string? Html)
{
    public override string ToString() => nameof(MessageText);
}

/// <summary>
/// The texts of messages: per content record one file in each language, <c>Record.en.hbs</c> and <c>Record.ar.hbs</c>, with subject,
/// plain text and HTML divided by lines of three dashes. A name in a template that the record does not have is a fault.
/// </summary>
internal sealed class MessageTemplates(IEnumerable<TemplateSource> sources, IPublicPages pages)
{
    private const string Divider = "\n---\n";

    private static readonly IHandlebars Plain = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });
    private static readonly IHandlebars Escaping = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true });
    private static readonly Lazy<(HandlebarsTemplate<object, object> Text, HandlebarsTemplate<object, object> Html)> Layout = new(() =>
    {
        var parts = Read(typeof(MessageTemplates).Assembly, "Layout.hbs").Split(Divider);
        return (Plain.Compile(parts[0]), Escaping.Compile(parts[1]));
    });

    private readonly FrozenDictionary<string, (Type Type, Assembly Templates)> _contents = sources
        .SelectMany(s => s.Contents.GetTypes().Where(t => t.IsSubclassOf(typeof(MessageContent)) && !t.IsAbstract).Select(t => (Type: t, s.Templates)))
        .ToFrozenDictionary(c => c.Type.Name, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Name, string Locale), Parts> _compiled = new();

    /// <summary>Every kind of content.</summary>
    public IEnumerable<Type> Contents => _contents.Values.Select(c => c.Type);

    public MessageText Render(string name, string locale, Envelope envelope, TenantInfo tenant)
    {
        if (!_contents.TryGetValue(name, out var known))
        {
            throw new MessageRefusedException($"No message is called {name}.");
        }

        var content = envelope.Content.Deserialize(known.Type, JsonSerializerOptions.Web)!;
        var values = Values(content, tenant);
        values["forgotLink"] = pages.ForgotPassword(tenant).AbsoluteUri;

        // A text message greets nobody: a number is no name.
        values["recipientName"] = envelope.To.Name ?? string.Empty;
        var parts = _compiled.GetOrAdd((name, locale), key => Compile(known.Templates, key.Name, key.Locale));
        var (subject, text) = (parts.Subject(values).Trim(), parts.Text(values).Trim());
        if (envelope.To.Name is null)
        {
            return new MessageText(subject, text, Html: null);
        }

        values["subject"] = subject;
        values["language"] = locale;
        values["direction"] = locale is "ar" ? "rtl" : "ltr";
        AddBrand(values, tenant.Branding);
        values["body"] = text;
        var plain = Layout.Value.Text(values);
        values["body"] = parts.Html(values);
        return new MessageText(subject, plain, Layout.Value.Html(values));
    }

    /// <summary>How the company shows itself; empty where it does not. What was kept under other rules than today's is left away.</summary>
    private static void AddBrand(Dictionary<string, object?> values, TenantBranding? branding)
    {
        var colors = branding?.PrimaryColor is { } color && TenantBranding.IsColor(color) ? BrandColors.Of(color) : null;
        values["logoUrl"] = branding?.LogoUrl is { } url && TenantBranding.IsLogoUrl(url) ? url : string.Empty;
        values["brandColor"] = colors?.Back ?? string.Empty;
        values["brandText"] = colors?.OnWhite ?? string.Empty;
    }

    private static Dictionary<string, object?> Values(object content, TenantInfo tenant)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenantName"] = tenant.Name, ["tenantSlug"] = tenant.Slug };
        foreach (var property in content.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            values[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = Show(property.GetValue(content), tenant);
        }

        return values;
    }

    /// <summary>Instants in the tenant's zone, numbers the same in every language.</summary>
    private static object? Show(object? value, TenantInfo tenant) => value switch
    {
        null or string or bool => value,
        DateTimeOffset at => $"{TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} ({tenant.TimeZone})",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A message cannot show a {value.GetType().Name}."),
    };

    private static Parts Compile(Assembly assembly, string name, string locale)
    {
        var parts = Read(assembly, $"{name}.{locale}.hbs").Split(Divider);
        return parts is [var subject, var text, var html]
            ? new Parts(Plain.Compile(subject), Plain.Compile(text), Escaping.Compile(html))
            : throw new InvalidOperationException($"{name}.{locale}.hbs must have a subject, a text and an HTML part, divided by lines of three dashes.");
    }

    private static string Read(Assembly assembly, string file)
    {
        using var stream = assembly.GetManifestResourceStream($"Templates/{file}") ?? throw new InvalidOperationException($"The template {file} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private sealed record Parts(HandlebarsTemplate<object, object> Subject, HandlebarsTemplate<object, object> Text, HandlebarsTemplate<object, object> Html);
}
