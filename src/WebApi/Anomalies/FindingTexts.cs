using System.Globalization;
using System.Text.RegularExpressions;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Anomalies;

/// <summary>Says why something was found, with the sentences of its rule.</summary>
internal sealed partial class FindingTexts(IHttpContextAccessor accessor, RequestScope scope) : IFindingTexts
{
    public string Why(AnomalyKind kind, IReadOnlyDictionary<string, string> facts) =>
        Say(
            Spoken,
            scope.HasTenant ? scope.Tenant.TimeZone : "UTC",
            kind,
            facts);

    public string Cleared => ProblemTexts.In(Spoken).Cleared;

    private Language Spoken => accessor.HttpContext is { } context ? Languages.Of(context) : scope.HasTenant && string.Equals(scope.Tenant.Locale, "ar", StringComparison.Ordinal) ? Language.Ar : Language.En;

    /// <summary>The sentence in a language; empty where facts are of an older rule and fit none.</summary>
    /// <param name="zone">Whose clock instants are told by: the company's IANA zone.</param>
    internal static string Say(Language language, string zone, AnomalyKind kind, IReadOnlyDictionary<string, string> facts)
    {
        var sentence = In(language, AnomalyRules.Of(kind).Sentences).FirstOrDefault(s => Slots().Matches(s).All(m => facts.ContainsKey(m.Groups["name"].Value)));
        return sentence is null ? string.Empty : Slots().Replace(sentence, m => string.Join(language == Language.Ar ? "، " : ", ", facts[m.Groups["name"].Value].Split(',').Select(fact => Apart(language, Show(fact, zone, m.Groups["as"].Value)))));
    }

    internal static IReadOnlyList<string> In(Language language, RuleSentences sentences) => language == Language.Ar ? sentences.Arabic : sentences.English;

    /// <summary>A fact as people read it: seconds as hours and minutes, an instant as the time of day where the company is.</summary>
    private static string Show(string fact, string zone, string format) =>
        string.Equals(format, "time", StringComparison.Ordinal) && int.TryParse(fact, NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds)
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds % 3600 / 60:00}:{seconds % 60:00}")
            : DateTimeOffset.TryParseExact(fact, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
                : fact;

    /// <summary>Digits and hyphens behind Arabic letters would be shown in their order: first-strong isolates keep each fact as it is written.</summary>
    private static string Apart(Language language, string shown) => language == Language.Ar ? $"\u2068{shown}\u2069" : shown;

    [GeneratedRegex("""\{(?<name>[a-zA-Z]+)(?::(?<as>[a-z]+))?\}""", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex Slots();
}
