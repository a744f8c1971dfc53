namespace CC.Cli.Output;

/// <summary>A column of a listing.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="Shorten">What is kept of texts that there is no room for.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
/// <param name="Drop">Where the listing does not fit, columns are left out, those with the highest number first; 0 for one that never is.</param>
internal sealed record Column(string Header, Shorten Shorten = Shorten.Never, bool IsNumber = false, int Drop = 0);
