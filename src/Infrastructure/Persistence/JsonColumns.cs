using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Columns that hold a value as jsonb: it lives and dies with its row, and is one read, one version and one line of the audit with it.</summary>
internal static class JsonColumns
{
    // Public, as all that a converter calls: the compiled model repeats its expressions as code, which cannot reach what is private or captured.
    public static readonly JsonSerializerOptions ShortFormat = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static readonly JsonSerializerOptions ListFormat = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };

    public static readonly JsonSerializerOptions WholeFormat = new(ShortFormat) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>Keeps a value whole, with what is as by default: a default may change one day, what was written must not.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) =>
        property.As(value => JsonSerializer.Serialize(value, WholeFormat), json => JsonSerializer.Deserialize<T>(json, WholeFormat)!);

    /// <summary>Keeps a value without what is null or nothing.</summary>
    public static PropertyBuilder<T> AsShortJson<T>(this PropertyBuilder<T> property) =>
        property.As(value => JsonSerializer.Serialize(value, ShortFormat), json => JsonSerializer.Deserialize<T>(json, ShortFormat)!);

    /// <summary>Keeps the list as jsonb. The domain replaces such lists and never changes one in place, so another list is another value.</summary>
    public static PropertyBuilder<List<T>> IsJsonList<T>(this PropertyBuilder<List<T>> property) =>
        property
            .HasColumnType("jsonb")
            .HasDefaultValueSql("'[]'::jsonb")
            .HasConversion(
                list => JsonSerializer.Serialize(list, ListFormat),
                json => JsonList<T>.Of(json),
                new ValueComparer<List<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));

    private static PropertyBuilder<T> As<T>(this PropertyBuilder<T> property, Expression<Func<T, string>> write, Expression<Func<string, T>> read) =>
        property.HasColumnType("jsonb").HasConversion(write, read, new ValueComparer<T>((a, b) => ReferenceEquals(a, b), value => 0, value => value));

    /// <summary>Lists from their text. Nearly all are empty or one of a few, and nobody changes one in place, so the short ones are made once.</summary>
    internal static class JsonList<T>
    {
        private const int LengthMax = 200;
        private const int Kept = 500;

        private static readonly ConcurrentDictionary<string, List<T>> Known = new(StringComparer.Ordinal);

        public static List<T> Of(string json)
        {
            if (json is "[]")
            {
                return [];
            }

            if (Known.TryGetValue(json, out var known))
            {
                return known;
            }

            var list = JsonSerializer.Deserialize<List<T>>(json, ListFormat)!;
            if (json.Length <= LengthMax && Known.Count < Kept)
            {
                Known.TryAdd(json, list);
            }

            return list;
        }
    }
}
