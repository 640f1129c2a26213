variable "name" {
  description = "The name of the network."
  type        = string
}

variable "region" {
  description = "The region of Cloud Run."
  type        = string
}

variable "subnet_range" {
  description = "The address range of Cloud Run instances, with at most about two addresses for each; not in 192.168.1.0/24."
  type        = string
  default     = "10.20.0.0/24"
}
