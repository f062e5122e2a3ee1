using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>Keeps the outcomes of commands for 24 hours, per tenant, user and key.</summary>
public interface IIdempotencyStore
{
    /// <summary>True when the commit failed because another run of the same key was first.</summary>
    bool WasBeaten { get; }

    /// <summary>Claims the key on this node for as long as the claim lives.</summary>
    /// <returns>Null while another request on this node holds it.</returns>
    IDisposable? TryClaim();

    /// <summary>The fingerprint of operation and content, the body byte by byte.</summary>
    byte[] HashOf<TRequest>(TRequest request);

    /// <summary>The stored outcome, or the refusal when the key belongs to another request; null when the key is new.</summary>
    Task<TResponse?> FindAsync<TResponse>(byte[] requestHash, CancellationToken cancellationToken)
        where TResponse : IResult<TResponse>;

    /// <summary>Announces that the outcome of this request is to be kept.</summary>
    void Expect(byte[] requestHash);

    /// <summary>Adds the outcome to the unit of work; does nothing unless one is expected.</summary>
    void Keep<TResponse>(TResponse response)
        where TResponse : IResult<TResponse>;

    /// <summary>True when that constraint is the store's own: another run of the key was first.</summary>
    bool Beaten(string? constraint);
}
