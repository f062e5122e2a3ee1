using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Satcom.Domain.Leaves;

namespace Satcom.WebApi.Common.Problems;

/// <summary>The texts of every problem and field code, in every language, encoded once.</summary>
internal sealed class ProblemTexts
{
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private const string OneOf = "one-of";

    private static readonly ProblemTexts[] All = [.. Enum.GetValues<Language>().Select(Load)];

    private readonly FrozenDictionary<string, ProblemText> _problems;
    private readonly FrozenDictionary<string, string> _details;
    private readonly FrozenDictionary<string, string> _fields;
    private readonly FrozenDictionary<string, string> _formats;
    private readonly FrozenDictionary<string, string> _findings;
    private readonly FrozenDictionary<string, string> _portions;

    private ProblemTexts(TextFile file)
    {
        _problems = file.Problems.ToFrozenDictionary(p => p.Key, p => ProblemText.Of(p.Key, p.Value), StringComparer.Ordinal);
        _details = file.Problems.ToFrozenDictionary(p => p.Key, p => p.Value[1], StringComparer.Ordinal);
        _fields = file.Fields.ToFrozenDictionary(StringComparer.Ordinal);
        _formats = file.Formats.ToFrozenDictionary(StringComparer.Ordinal);
        _findings = file.Findings.ToFrozenDictionary(StringComparer.Ordinal);
        _portions = file.Portions.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The texts of a language.</summary>
    public static ProblemTexts In(Language language) => All[(int)language];

    /// <summary>Every code of a problem, in alphabetical order.</summary>
    public IEnumerable<string> Codes => _problems.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every code of a field, in alphabetical order.</summary>
    public IEnumerable<string> FieldCodes => _fields.Keys.Order(StringComparer.Ordinal);

    /// <summary>Its title and detail; those of an unknown code are the general ones under its own name, so that the answer still works.</summary>
    public ProblemText Problem(string code) =>
        _problems.TryGetValue(code, out var text) ? text : _problems[ProblemCodes.MalformedRequest].Under(code);

    /// <summary>A problem's detail as people read it; the general one for an unknown code.</summary>
    public string Detail(string code) => _details.TryGetValue(code, out var text) ? text : _details[ProblemCodes.MalformedRequest];

    /// <summary>Every format that a text of its own describes, in alphabetical order.</summary>
    public IEnumerable<string> Formats => _formats.Keys.Order(StringComparer.Ordinal);

    /// <summary>What is wrong with a field.</summary>
    /// <param name="limit">A bound; of invalid_format the format's name, of unknown_value the accepted values.</param>
    public string Field(string code, object? limit)
    {
        if (limit is string detail && code is (Problems.FieldCodes.InvalidFormat or Problems.FieldCodes.UnknownValue))
        {
            return code is Problems.FieldCodes.UnknownValue ? _formats[OneOf].Replace("{limit}", detail, StringComparison.Ordinal)
                : _formats.TryGetValue(detail, out var described) ? described : _fields[code];
        }

        var text = _fields.TryGetValue(code, out var found) ? found : _fields[Problems.FieldCodes.InvalidFormat];
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var shown = limit is DateOnly date ? date.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{limit}");
        return text.Replace("{limit}", shown, StringComparison.Ordinal);
    }

    /// <summary>That what was found no longer holds.</summary>
    public string Cleared => _findings["cleared"];

    /// <summary>What of a date a part of a day of leave takes, as calendars say it.</summary>
    public string Portion(LeavePortion portion) => _portions[JsonNamingPolicy.CamelCase.ConvertName(portion.ToString())];

    /// <summary>True when the code has texts of its own.</summary>
    public bool Knows(string code) => _problems.ContainsKey(code);

    /// <summary>True when the field code has a text of its own.</summary>
    public bool KnowsField(string code) => _fields.ContainsKey(code);

    private static ProblemTexts Load(Language language)
    {
        var name = $"Satcom.WebApi.Common.Problems.texts.{language.Tag()}.json";
        using var stream = typeof(ProblemTexts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        return new ProblemTexts(JsonSerializer.Deserialize<TextFile>(stream, JsonSerializerOptions.Web)!);
    }

    private sealed record TextFile(Dictionary<string, string[]> Problems, Dictionary<string, string> Fields, Dictionary<string, string> Formats, Dictionary<string, string> Findings, Dictionary<string, string> Portions);
}

/// <summary>What a problem says, ready to be written.</summary>
internal sealed record ProblemText(JsonEncodedText Type, JsonEncodedText Code, JsonEncodedText Title, JsonEncodedText Detail)
{
    private const string Seconds = "{seconds}";

    public static ProblemText Of(string code, string[] texts) =>
        new(TypeOf(code), Encode(code), Encode(texts[0]), Encode(texts[1]));

    /// <summary>The detail, which may say how long to wait.</summary>
    /// <param name="retryAfter">Whole seconds, as the header of that name has them.</param>
    public JsonEncodedText DetailFor(string retryAfter) =>
        Detail.Value.Contains(Seconds, StringComparison.Ordinal) ? Encode(Detail.Value.Replace(Seconds, retryAfter, StringComparison.Ordinal)) : Detail;

    public ProblemText Under(string code) => this with { Type = TypeOf(code), Code = Encode(code) };

    private static JsonEncodedText TypeOf(string code) => Encode("urn:satcom:problem:" + code);

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, ProblemTexts.Encoder);
}
