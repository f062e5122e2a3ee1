using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>What a request does, by which it is counted.</summary>
public enum RequestKind
{
    Read,
    Write,

    /// <summary>Secrets can be tried with it.</summary>
    Sensitive,
}

/// <summary>A request that came too much.</summary>
/// <param name="Limit">The limit's name.</param>
/// <param name="PerMinute">How many it allows.</param>
/// <param name="RetryAfterSeconds">When another can be answered.</param>
public sealed record RequestRefusal(string Limit, int PerMinute, int RetryAfterSeconds);

/// <summary>Judges requests by address, caller and tenant, over all nodes together.</summary>
public sealed class RequestLimits
{
    private const int GenerationSize = 50_000;

    private readonly BoundedCache<Subject, RequestMeter> _meters = new(GenerationSize);
    private readonly RequestLimitOptions _options;
    private readonly RequestLedger _ledger;
    private readonly CounterKeys _keys;

    internal RequestLimits(IOptions<RequestLimitOptions> options, RequestLedger ledger, CounterKeys keys)
    {
        _options = options.Value;
        _ledger = ledger;
        _keys = keys;
    }

    private enum Of
    {
        Address,
        Anonymous,
        AnonymousSensitive,
        Reads,
        Writes,
        Sensitive,
        Tenant,
    }

    /// <summary>Judges the address, before it is known who calls.</summary>
    /// <returns>Null when the request may go on.</returns>
    public ValueTask<RequestRefusal?> JudgeAddressAsync(IPAddress? address, CancellationToken cancellationToken) => JudgeAsync(Of.Address, NumberOf(address), cancellationToken);

    /// <summary>Judges a request of which nobody is known to send it.</summary>
    /// <returns>Null when it may go on.</returns>
    public ValueTask<RequestRefusal?> JudgeAnonymousAsync(IPAddress? address, RequestKind kind, CancellationToken cancellationToken) =>
        JudgeAsync(kind == RequestKind.Sensitive ? Of.AnonymousSensitive : Of.Anonymous, NumberOf(address), cancellationToken);

    /// <summary>Judges a request of somebody who is signed in; what is too much for them does not count for their tenant.</summary>
    /// <returns>Null when it may go on.</returns>
    public async ValueTask<RequestRefusal?> JudgeCallerAsync(Caller caller, RequestKind kind, CancellationToken cancellationToken)
    {
        var of = kind switch { RequestKind.Sensitive => Of.Sensitive, RequestKind.Write => Of.Writes, _ => Of.Reads };
        return await JudgeAsync(of, NumberOf(caller.Actor, caller.HomeTenantId), cancellationToken) ?? await JudgeAsync(Of.Tenant, NumberOf(caller.HomeTenantId), cancellationToken);
    }

    private async ValueTask<RequestRefusal?> JudgeAsync(Of of, UInt128 number, CancellationToken cancellationToken)
    {
        var meter = MeterOf(new Subject(of, number));
        if (await _ledger.TakeAsync(meter, cancellationToken) is not { } seconds)
        {
            return null;
        }

        var name = NameOf(of);
        LimitMetrics.Limited(name);
        return new RequestRefusal(name, meter.Limit, seconds);
    }

    private RequestMeter MeterOf(Subject subject)
    {
        if (!_meters.TryGet(subject, out var meter))
        {
            meter = new RequestMeter(_keys.Of("requests", NameOf(subject.Of), subject.Number.ToString("x32", CultureInfo.InvariantCulture)), LimitOf(subject.Of));
            _meters.Set(subject, meter);
        }

        return meter;
    }

    private int LimitOf(Of of) => of switch
    {
        Of.Address => _options.Address,
        Of.Anonymous => _options.Anonymous,
        Of.AnonymousSensitive => _options.AnonymousSensitive,
        Of.Reads => _options.Reads,
        Of.Writes => _options.Writes,
        Of.Sensitive => _options.Sensitive,
        Of.Tenant => _options.Tenant,
    };

    private static string NameOf(Of of) => of switch
    {
        Of.Address => "address",
        Of.Anonymous => "anonymous",
        Of.AnonymousSensitive => "anonymousSensitive",
        Of.Reads => "reads",
        Of.Writes => "writes",
        Of.Sensitive => "sensitive",
        Of.Tenant => "tenant",
    };

    /// <summary>The network that an address stands for, as <see cref="SourceNetwork.Of"/> has it.</summary>
    private static UInt128 NumberOf(IPAddress? address)
    {
        if (address is null)
        {
            return UInt128.Zero;
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
            return BinaryPrimitives.ReadUInt128BigEndian(bytes);
        }

        // In no /64 of IPv6's.
        return new UInt128(0, BinaryPrimitives.ReadUInt32BigEndian(bytes) + 1UL);
    }

    private static UInt128 NumberOf(Guid id) => MemoryMarshal.Read<UInt128>(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in id)));

    /// <summary>
    /// A person of a company, through one program or through Satcom's own apps; or a program for itself. Ids are given by companies, so the same one may be somebody
    /// else's elsewhere; and what a program asks for in vain is none of what its person may ask for.
    /// </summary>
    private static UInt128 NumberOf(Actor actor, Guid tenantId)
    {
        Span<byte> subject = stackalloc byte[48];
        tenantId.TryWriteBytes(subject);
        actor.UserId.TryWriteBytes(subject[16..]);
        actor.OAuthClientId.GetValueOrDefault().TryWriteBytes(subject[32..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(subject, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private readonly record struct Subject(Of Of, UInt128 Number);
}
