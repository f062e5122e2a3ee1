using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Enums are kept as the camelCase text that the API shows, so that rows read well and a new member moves none.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
internal sealed class CamelCaseEnumConverter<TEnum>() : ValueConverter<TEnum, string>(value => EnumText<TEnum>.Of(value), text => EnumText<TEnum>.Parse(text))
    where TEnum : struct, Enum;

/// <summary>An enum's members as text and back, looked up rather than formatted.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
internal static class EnumText<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Texts = Enum.GetValues<TEnum>().ToDictionary(v => v, v => ToCamelCase(v.ToString()));
    private static readonly Dictionary<string, TEnum> Values = Texts.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    public static string Of(TEnum value) => Texts[value];

    public static TEnum Parse(string text) => Values[text];

    private static string ToCamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
