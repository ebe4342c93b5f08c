<#
.SYNOPSIS
Installs aimsio from a release, for the user alone, on Windows.
.DESCRIPTION
Downloads the archive of this machine, checks it against the checksums of the release, and puts the program into a folder. It
needs no rights of an administrator. Works in Windows PowerShell 5.1 and in PowerShell 7.
.PARAMETER Version
The release, such as 1.2.3; the newest one where it is left out.
.PARAMETER To
The folder for the program; AIMSIO_INSTALL_DIR, else %LOCALAPPDATA%\Programs\aimsio.
.PARAMETER From
Where the releases are; AIMSIO_RELEASES, else those of the project.
#>
param(
    [string]$Version = '',
    [string]$To = $env:AIMSIO_INSTALL_DIR,
    [string]$From = $env:AIMSIO_RELEASES
)

function Install-Aimsio {
    $ErrorActionPreference = 'Stop'
    # Drawing it takes longer in 5.1 than the download.
    $ProgressPreference = 'SilentlyContinue'
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

    if (-not $From) { $From = 'https://github.com/aimsio-cli/aimsio/releases' }
    if (-not $To) { $To = Join-Path $env:LOCALAPPDATA 'Programs\aimsio' }
    $From = $From.TrimEnd('/')
    $Version = $Version -replace '^v', ''
    if ($From -notmatch '^https://' -and $From -notmatch '^http://(127\.0\.0\.1|localhost|\[::1\]):') {
        throw "only https is used, and http from this machine: $From"
    }
    # A 32-bit PowerShell on a 64-bit system tells of the latter in another variable.
    $machine = if ($env:PROCESSOR_ARCHITEW6432) { $env:PROCESSOR_ARCHITEW6432 } else { $env:PROCESSOR_ARCHITECTURE }
    $machine = switch ($machine) {
        'AMD64' { 'amd64' }
        'ARM64' { 'arm64' }
        default { throw "there is no release for Windows on $machine; with Go it is built by: go install github.com/aimsio-cli/aimsio/cmd/aimsio@latest" }
    }

    $work = Join-Path ([IO.Path]::GetTempPath()) ('aimsio-' + [Guid]::NewGuid())
    New-Item -ItemType Directory -Path $work | Out-Null
    try {
        $sums = Join-Path $work 'SHA256SUMS'
        $list = if ($Version) { "$From/download/v$Version/SHA256SUMS" } else { "$From/latest/download/SHA256SUMS" }
        Invoke-WebRequest -UseBasicParsing -Uri $list -OutFile $sums -TimeoutSec 60
        $archive = '^([0-9a-f]{64})[ *]+(aimsio_([0-9][0-9A-Za-z.+-]*)_windows_' + $machine + '\.zip)$'
        $found = @(Get-Content -LiteralPath $sums | ForEach-Object { [regex]::Match($_, $archive) } | Where-Object { $_.Success })
        if ($Version) { $found = @($found | Where-Object { $_.Groups[3].Value -ceq $Version }) }
        if ($found.Count -ne 1) { throw "the release has $($found.Count) archives for Windows on $machine, not one" }
        $expected = $found[0].Groups[1].Value
        $name = $found[0].Groups[2].Value
        $Version = $found[0].Groups[3].Value

        $zip = Join-Path $work $name
        Invoke-WebRequest -UseBasicParsing -Uri "$From/download/v$Version/$name" -OutFile $zip -TimeoutSec 600
        $got = (Get-FileHash -LiteralPath $zip -Algorithm SHA256).Hash.ToLowerInvariant()
        if ($got -cne $expected) { throw "the checksum of $name is wrong: it should be $expected, and is $got. Nothing was installed" }

        $unpacked = Join-Path $work 'unpacked'
        Expand-Archive -LiteralPath $zip -DestinationPath $unpacked
        $told = & (Join-Path $unpacked 'aimsio.exe') version
        if ($LASTEXITCODE -ne 0) { throw "the program of $name does not start on this machine" }

        New-Item -ItemType Directory -Force -Path $To | Out-Null
        $target = Join-Path $To 'aimsio.exe'
        $old = $null
        if (Test-Path -LiteralPath $target) {
            # A program that runs now can be renamed, and not written over.
            $old = "$target.old"
            Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
            Move-Item -LiteralPath $target -Destination $old -Force
        }
        try {
            Copy-Item -LiteralPath (Join-Path $unpacked 'aimsio.exe') -Destination $target
        } catch {
            if ($old) { Move-Item -LiteralPath $old -Destination $target -Force }
            throw
        }
        Write-Host "installed: $told"
        Write-Host "       in: $target"
        if (($env:PATH -split ';') -notcontains $To) {
            Write-Host "     note: $To is not in your PATH. To add it, for you alone:"
            Write-Host "           [Environment]::SetEnvironmentVariable('PATH', [Environment]::GetEnvironmentVariable('PATH', 'User') + ';$To', 'User')"
        }
        Write-Host "   remove: Remove-Item '$target'"
    }
    finally {
        Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue
    }
}

# Only here is anything done: a script that arrives cut off does nothing.
Install-Aimsio
