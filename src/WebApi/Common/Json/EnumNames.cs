using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Satcom.WebApi.Common.Json;

/// <summary>The camelCase names of an enum's values.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names =
        Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Every name, in the order of the values.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<T>().Distinct().Select(value => Names[value]));

    /// <summary>By exact name alone: no numbers, no other case, no lists.</summary>
    public static bool TryParse(string text, out T value) => Values.TryGetValue(text, out value);

    public static bool TryName(T value, [NotNullWhen(true)] out string? name) => Names.TryGetValue(value, out name);
}
