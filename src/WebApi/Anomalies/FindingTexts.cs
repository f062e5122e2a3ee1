using System.Globalization;
using System.Text.RegularExpressions;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Anomalies;

/// <summary>The sentences of findings. Each kind has some, and the first one tells whose facts are all there.</summary>
internal sealed partial class FindingTexts(IHttpContextAccessor accessor, RequestScope scope) : IFindingTexts
{
    public string Why(AnomalyKind kind, IReadOnlyDictionary<string, string> facts) =>
        Say(accessor.HttpContext is { } context ? Languages.Of(context) : scope.HasTenant && string.Equals(scope.Tenant.Locale, "ar", StringComparison.Ordinal) ? Language.Ar : Language.En, kind, facts);

    /// <summary>The sentence in a language; empty where facts are of an older rule and fit none.</summary>
    internal static string Say(Language language, AnomalyKind kind, IReadOnlyDictionary<string, string> facts)
    {
        var sentence = ProblemTexts.In(language).Findings(kind).FirstOrDefault(s => Slots().Matches(s).All(m => facts.ContainsKey(m.Groups["name"].Value)));
        return sentence is null ? string.Empty : Slots().Replace(sentence, m => Show(facts[m.Groups["name"].Value], m.Groups["as"].Value));
    }

    /// <summary>A fact as people read it: seconds as hours and minutes, dates apart.</summary>
    private static string Show(string fact, string format) =>
        string.Equals(format, "time", StringComparison.Ordinal) && int.TryParse(fact, NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds)
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds % 3600 / 60:00}:{seconds % 60:00}")
            : fact.Replace(",", ", ", StringComparison.Ordinal);

    [GeneratedRegex("""\{(?<name>[a-zA-Z]+)(?::(?<as>[a-z]+))?\}""", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex Slots();
}
