using Microsoft.EntityFrameworkCore;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Gives every enum column its text form and a check that lets no other text in; of an open enum none of another form.</summary>
internal static class EnumColumns
{
    private const int MaxLength = 40;

    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            foreach (var property in entity.GetProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (IsText(type))
                {
                    property.SetValueConverter(ConverterOf(type));
                    property.SetMaxLength(MaxLength);
                    var column = SnakeCase.Of(property.Name);
                    entity.AddCheckConstraint($"ck_{SnakeCase.Of(entity.GetTableName()!)}_{column}", $"{column} {Accepted(type)}");
                }
            }
        }
    }

    private static Type ConverterOf(Type type) => typeof(CamelCaseEnumConverter<>).MakeGenericType(type);

    /// <summary>What has several values at once is a number.</summary>
    private static bool IsText(Type type) => type.IsEnum && !type.IsDefined(typeof(FlagsAttribute), inherit: false);

    private static string Accepted(Type type) => type.IsDefined(typeof(OpenEnumAttribute), inherit: false)
        ? "~ '^[a-z][a-zA-Z]+$'"
        : $"IN ({string.Join(", ", Enum.GetNames(type).Select(n => $"'{char.ToLowerInvariant(n[0])}{n[1..]}'"))})";
}
