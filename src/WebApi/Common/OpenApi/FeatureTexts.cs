using System.Collections.Frozen;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>What each feature is about, in a sentence: a newcomer sees the features' names first, in the console and in the SDK.</summary>
internal static class FeatureTexts
{
    private static readonly FrozenDictionary<string, string> Sentences = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Anomalies"] = "What is off about somebody's working time, and what was done about it.",
        ["Attendance"] = "One's own working day, and the days that one may see.",
        ["Auditing"] = "Who did what, and when.",
        ["Identity"] = "Signing in; one's own sessions, devices, password, phone and consents; integrators' programs.",
        ["Jobs"] = "Events of the company that could not be delivered.",
        ["Leaves"] = "Absences: asked for, decided, and counted against balances.",
        ["Notifications"] = "Mails and text messages of the company that could not be delivered.",
        ["People"] = "The company's accounts, teams and roles.",
        ["Presence"] = "Who is there just now. Changes are told over the hub.",
        ["Shifts"] = "When people are to work: offices, shifts, patterns, assignments and holidays.",
        ["Tenancy"] = "The own company and its settings; for platform administrators every company.",
        ["Timesheets"] = "What the working time was spent on.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sentence, or null for a feature that needs none.</summary>
    public static string? Of(string feature) => Sentences.GetValueOrDefault(feature);
}
