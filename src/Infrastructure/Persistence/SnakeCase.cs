using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Names every table, column, key, index and constraint in snake_case, unless a configuration names it.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is not { } table)
            {
                foreach (var property in entity.GetProperties())
                {
                    property.SetColumnName(Of(property.Name));
                }

                continue;
            }

            entity.SetTableName(Of(table));
            var store = StoreObjectIdentifier.Table(Of(table), entity.GetSchema());
            foreach (var property in entity.GetProperties())
            {
                // Row versions are PostgreSQL's own system column, which no table declares.
                property.SetColumnName(property is { IsConcurrencyToken: true, ValueGenerated: ValueGenerated.OnAddOrUpdate } ? "xmin" : Of(property.GetColumnName(store) ?? property.Name));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(Of(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(Of(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Of(index.GetDatabaseName()!));
            }
        }
    }

    public static string Of(string name)
    {
        // One word, whatever its capitals say.
        name = name.Replace("OAuth", "Oauth", StringComparison.Ordinal);
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsAsciiLetterUpper(c))
            {
                if (i > 0 && name[i - 1] != '_' && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))))
                {
                    text.Append('_');
                }

                text.Append(char.ToLowerInvariant(c));
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
