namespace Satcom.WebApi.Common.Http;

/// <summary>Secrets can be tried here: what changes something is counted against the limits of such routes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SensitiveAttribute : Attribute;
