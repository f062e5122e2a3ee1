using System.Globalization;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Reads one value of a route or query; null says that it is not of the type, in its one accepted form.</summary>
internal delegate object? StrictParser(string text);

/// <summary>The accepted text forms of simple types.</summary>
internal static class StrictValues
{
    /// <summary>The parser for a type (or its nullable form) and the code of its failure; null where the type is not simple.</summary>
    public static (StrictParser Parse, string Code)? For(Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target.IsEnum)
        {
            var parse = typeof(EnumParser<>).MakeGenericType(target).GetMethod(nameof(EnumParser<>.Parse))!;
            var names = (string)typeof(EnumNames<>).MakeGenericType(target).GetProperty(nameof(EnumNames<>.All))!.GetValue(null)!;
            return (parse.CreateDelegate<StrictParser>(), FieldCodes.With(FieldCodes.UnknownValue, names));
        }

        StrictParser? parser = target switch
        {
            _ when target == typeof(string) => static text => text,
            _ when target == typeof(Guid) => static text => Guid.TryParseExact(text, "D", out var value) ? value : null,
            _ when target == typeof(int) => static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null,
            _ when target == typeof(long) => static text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null,
            _ when target == typeof(bool) => static text => text switch { "true" => true, "false" => false, _ => null },
            _ when target == typeof(DateOnly) => static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : null,
            _ when target == typeof(DateTimeOffset) => static text => Instants.TryParse(text, out var value) ? value : null,
            _ when target == typeof(double) => static text =>
                double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null,
            _ => null,
        };
        var format = target switch
        {
            _ when target == typeof(Guid) => "uuid",
            _ when target == typeof(int) || target == typeof(long) => "integer",
            _ when target == typeof(bool) => "boolean",
            _ when target == typeof(DateOnly) => "date",
            _ when target == typeof(DateTimeOffset) => "instant",
            _ when target == typeof(double) => "number",
            _ => "text",
        };
        return parser is null ? null : (parser, FieldCodes.With(FieldCodes.InvalidFormat, format));
    }

    private static class EnumParser<T>
        where T : struct, Enum
    {
        public static object? Parse(string text) => EnumNames<T>.TryParse(text, out var value) ? value : null;
    }
}
