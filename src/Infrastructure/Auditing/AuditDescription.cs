using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Auditing;

/// <summary>How changes of one audited entity type are told: its public name, and its columns without secrets.</summary>
internal sealed class AuditDescription
{
    private static readonly ConcurrentDictionary<IEntityType, AuditDescription?> Cache = new();

    private static readonly JsonSerializerOptions ValueFormat = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string _entityType;
    private readonly (string Name, IProperty Property, bool IsByItem)[] _columns;

    private AuditDescription(IEntityType type, string entityType)
    {
        _entityType = entityType;
        _columns = [.. type.GetProperties()
            .Where(p => p.Name is not ("TenantId" or "Version" or "Id") && p.PropertyInfo?.IsDefined(typeof(SecretAttribute)) != true)
            .Select(p => (JsonNamingPolicy.CamelCase.ConvertName(p.Name), p, p.PropertyInfo?.IsDefined(typeof(AuditedByItemAttribute)) == true))];
    }

    /// <summary>The description of an audited type; null for any other.</summary>
    public static AuditDescription? Of(IEntityType type) =>
        Cache.GetOrAdd(type, static t => t.ClrType.GetCustomAttribute<AuditedAttribute>() is { } audited ? new AuditDescription(t, audited.EntityType) : null);

    public AuditEntry Describe(EntityEntry entry, RequestScope scope, DateTimeOffset now) => new()
    {
        TenantId = scope.Tenant.Id,
        Id = Guid.CreateVersion7(now),
        At = now,
        ActorKind = scope.Actor.Kind,
        ActorId = scope.Actor.IsSignedIn ? scope.Actor.UserId : null,
        OAuthClientId = scope.Actor.OAuthClientId,
        Action = scope.AuditAction,
        EntityType = _entityType,
        EntityId = (Guid?)entry.Property("Id").CurrentValue,
        Before = entry.State == EntityState.Added ? null : Write(entry, original: true),
        After = entry.State == EntityState.Deleted ? null : Write(entry, original: false),
        Reason = scope.AuditReason,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        RemoteAddress = scope.RemoteAddress,
    };

    /// <summary>True of a row that was written as it was, so that others who read it before run again.</summary>
    public static bool SaysNothing(AuditEntry line) => line.Before is { Length: > 2 } before && string.Equals(before, line.After, StringComparison.Ordinal);

    private string Write(EntityEntry entry, bool original)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, property, isByItem) in _columns)
            {
                var member = entry.Property(property);
                if (entry.State == EntityState.Modified && !member.IsModified)
                {
                    continue;
                }

                json.WritePropertyName(name);
                var (value, other) = original ? (member.OriginalValue, member.CurrentValue) : (member.CurrentValue, member.OriginalValue);
                WriteValue(json, isByItem && entry.State == EntityState.Modified && value is IEnumerable items && other is IEnumerable others ? items.Cast<object>().Except(others.Cast<object>()).ToList() : value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant.UtcDateTime);
                break;
            default:
                JsonSerializer.Serialize(json, value, value.GetType(), ValueFormat);
                break;
        }
    }
}
